"""Words of danger in other languages, chiefly French, Spanish and German; looked for without accents (P36)."""

from __future__ import annotations

from bot.flows.report_cue import cue
from incidents.records import Behaviour

_FR = r"(?:m'a|m'ont|nous a|nous ont|l'a|l'ont|m'avait|a|ont|s'est fait|se fait)"
_FR_HURT = (
    r"(?:frappe|pousse|gifle|bouscule|agresse|mordu|griffe|etrangle|attaque|cogne|tabasse|bless\w+|saisi"
    r"|empoigne"
    r"|crache dessus|tape|assomm\w+)"
)
_ES_ME = r"(?:me|nos|le|la|lo|les)"

OTHER_CUES = (
    cue(
        Behaviour.WEAPON,
        r"\b(?:couteaux?|pistolet|fusil|arme a feu|une arme|arme blanche|machette|hache|grenade|bombe"
        r"|cutter)\b|\barmee?s?\b",
        r"\b(?:cuchillos?|pistola|navaja|arma|armado|armada|machete|escopeta|rifle|bomba|puñal)\b",
        r"\b(?:messer|pistole|gewehr|waffen?|schusswaffe|bewaffnet\w*|axt|schlagstock|bombe|machete"
        r"|pfefferspray)\b",
        r"\b(?:faca|pistola|coltello|arma)\b|سكين|مسدس|سلاح|刀|枪|炸弹",
    ),
    cue(
        Behaviour.VIOLENCE,
        rf"\b{_FR} (?:(?!pas |jamais |rien )\w+ )?{_FR_HURT}e?s?\b|\b(?:coups? de (?:poing|pied|tete)"
        r"|une gifle|claque au visage"
        r"|crache (?:au|sur|a la)"
        r"|me frapper|lance \w+ (?:\w+ )?(?:sur|dessus|a la)|jete \w+ (?:\w+ )?(?:sur|dessus|a la)|en sang"
        r"|mordu)\b",
        r"\bm'a touche\w*|\bpris \w+ la gorge\b",
        rf"\b{_ES_ME} (?:ha |han |habia )?(?:pego|pegado|pegaron|golpeo|golpeado|golpearon|empujo|empujado"
        r"|empujaron|abofeteo|agredio"
        r"|agredido|ataco|atacado|mordio|escupio|escupido|araño|arano|pateo|ahorco|agarro|estrangulo"
        r"|lastimo|tiro|arrojo|lanzo"
        r"|apuñalo|apunalo|toco|manoseo)\b|\b(?:puñetazo|punetazo|patada|bofetada|golpes?)\b"
        r"|\bestaba sangrando\b",
        r"\b(?:mich|uns|ihn|sie|ihr|mir|kolleg\w+) (?:(?!nicht |nie )\w+ ){0,3}?(?:geschlagen|gestossen"
        r"|gestoßen|getreten"
        r"|angegriffen|gewurgt"
        r"|gebissen|gekratzt|bespuckt|angespuckt|gepackt|geohrfeigt|verprugelt|verletzt|beworfen|geschubst"
        r"|begrapscht)\b"
        r"|\b(?:ohrfeige|faustschlag|schlug|schlagt|trat|spuckte|stiess|stieß|wurgte|packte"
        r"|schubste) (?:mich|mir|uns|ihn|sie|nach)\b",
        r"\bme (?:bateu|empurrou|agrediu)\b|\bmi ha (?:picchiat|colpit|spint|aggredit)\w+|ضرب|打了?我|打人|推了?我",
    ),
    cue(
        Behaviour.SELF_HARM,
        r"\b(?:se|me) (?:suicider?|tuer|pendre|faire du mal)\b|\bsuicid\w*|\bmettre fin a (?:ses|mes"
        r"|sa) (?:jours|vie)\b"
        r"|\b(?:veut|voulait|veux) (?:plus )?(?:mourir|en finir|vivre)\b|\ben finir avec la vie\b",
        r"\b(?:matarse|suicidarse|quitarse la vida|se (?:va|quiere|iba) a? ?(?:matar|suicidar))\b"
        r"|\bno quiere (?:vivir|seguir viviendo)\b"
        r"|\bquier[eo] morir(?:se)?\b",
        r"\b(?:sich|mich) (?:\w+ )?(?:umbringen|toten|erhangen|das leben nehmen|etwas antun)\b"
        r"|\b(?:selbstmord|suizid)\w*"
        r"|\bnicht mehr leben\b|\bwill sterben\b|انتحار|自杀|不想活",
    ),
    cue(
        Behaviour.THREAT,
        r"\bmenac\w+|\b(?:me|nous|te|vous|le|la) (?:tuera\w*|tuerais?|tuer|frappera\w*|retrouvera\w*"
        r"|buter\w*|casser\w*)\b"
        r"|\b(?:sait|sais) ou (?:j'habite|tu habites|vous habitez|nous habitons)\b|\b(?:tu vas"
        r"|vous allez) (?:le )?(?:regretter|payer|voir)\b"
        r"|\bm'attend\w* (?:dehors|a la sortie)|\bbloque la (?:porte|sortie)|\b(?:je vais|il va"
        r"|elle va) (?:te|vous|me|nous) "
        r"(?:tuer|frapper|crever|casser|retrouver|faire)\b|\bm'a (?:suivi|enferme)e?\b|\bintimid\w+",
        r"\bamenaz\w+|\b(?:me|nos|te|los) (?:va|voy|iba|van) a (?:matar|pegar|golpear|romper|encontrar"
        r"|partir)\b|\bmatar(?:me|te|nos|los)\b"
        r"|\bmatara\b|\bsabe donde (?:vivo|vives|vivimos)\b|\b(?:te|se|me) vas? a arrepentir\b"
        r"|\bme (?:siguio|espero afuera|encerro)\b",
        r"\b(?:bedroh|droht|drohte|gedroht|drohung|droh)\w*|\b(?:mich|dich|uns|euch"
        r"|sie) (?:\w+ )?(?:umbringen|toten|kaltmachen|fertigmachen"
        r"|finden|abstechen|erschiessen|erschießen)\b|\bbring(?:e|t)? (?:mich|dich|uns|sie) um\b"
        r"|\bweiss,? wo (?:ich|du|wir|sie) wohn"
        r"|\bweiß,? wo (?:ich|du|wir|sie) wohn|\b(?:wirst|werden) (?:du |sie |es "
        r"|das )+(?:noch )?bereuen\b|\bversperrte\b|\beingesperrt\b"
        r"|\bmich verfolgt\b",
        r"\bameaç\w+|\bameac\w+|\bminacc\w+|هدد|سيقتل|اقتل|威胁|杀了?[你我]",
        also=(Behaviour.VIOLENCE, Behaviour.WEAPON),
    ),
    cue(
        Behaviour.PROPERTY,
        r"\b(?:cass|bris|fracass|defonc|saccag|renvers|vandalis)(?:e|ee|er|ait) (?:\w+ ){1,2}(?:vitre"
        r"|porte|fenetre|ecran|chaise|bureau"
        r"|ordinateur|table|comptoir|voiture)s?\b|\bmis le feu\b",
        r"\b(?:rompio|roto|quebro|destrozo|pateo|tiro|volco|daño) (?:\w+ ){1,2}(?:vidrio|puerta|ventana"
        r"|pantalla|silla|mesa|escritorio"
        r"|mostrador|coche|carro|computadora)s?\b|\bprendio fuego\b",
        r"\b(?:scheibe|tur|fenster|bildschirm|stuhl|tisch|tresen|auto"
        r"|computer)s? (?:\w+ ){0,2}(?:eingeschlagen|eingetreten|zerschlagen"
        r"|zerstort|beschadigt|zertrummert|umgeworfen|kaputt)\w*|\bin brand gesteckt\b",
        also=(Behaviour.VIOLENCE,),
    ),
)
