"""Records on paper: plain values drawn as files. Words, rights and looks are decided by whoever asks for one."""
