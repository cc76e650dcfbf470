# ruff: noqa: SIM905  (word lists are read and extended by people: one string, split, is the shortest form)
"""Words and sentence patterns of the made-up news of the generator: written for it, none from a real article.

A pattern alternates open slots with small words so that four words in a row seldom stand fixed: two unrelated articles
then share almost no 4-word shingle, as real ones do. Slots: N noun, P plural, A adjective, V verb in the past,
I verb, D adverb, M number with its unit, F full name, S surname, C place, O organisation, T day; `:c` begins with a
capital, `:a` and `:A` put the article "a" or "an" before it.
"""

from __future__ import annotations

NOUNS = """
account agreement airport album alarm allowance ambulance analysis anchor apartment appeal apron archive argument
army arrival artist assembly asset atlas auction audience avenue award balance ballot bank barrier battery beach beacon
bench bicycle bill blanket board boat border bottle boundary branch bridge brother budget builder building bureau
cabinet cable calendar campaign canal candidate canyon captain career cargo carrier castle ceiling cellar census center
century ceremony chairman challenge chamber champion channel chapel chapter charity charter chemist church circuit
citizen city clerk clinic coach coalition coast collection college colony column comet commander commission committee
community company complaint composer compromise concert conference conflict congress contest contract convoy council
country county couple courage course court cousin crane credit crew crisis critic crop crowd culture curfew current
customer daughter deadline debate debt decade decision defense degree delegate delivery demand deposit deputy desert
design detective device diplomat director disaster discount discovery disease district doctor document dollar donor
dragon drama drought editor election embassy emergency employee engine engineer enquiry estate evening evidence
exchange exhibition expert explosion factory failure family farmer fashion father ferry festival fever fiction field
fighter filing finance firefighter fishery flight flood forecast forest formula fortune foundation fountain freight
friend frontier funeral furnace future galaxy gallery garden gateway general generator glacier goalkeeper governor
grain grandmother grant guard guitar habitat handbook harbor harvest hazard health hearing highway hospital hotel
household hunter hurricane identity incident income industry injury inquiry insect inspector institute insurance
interest invasion inventor island issue jacket journal journey judge junction jury kitchen laboratory ladder lantern
lawmaker lawsuit leader league legend lesson letter library license lighthouse limit lobby loan locomotive machine
magazine mandate manager mansion manuscript marathon margin market marriage mayor measure mechanic medal memorial
merchant merger message meteor microscope migrant militia mineral minister mission monastery monument morning mother
motion mountain museum musician nation neighbor network newspaper notebook novel nurse officer opera operator
opponent orchard orchestra outbreak outcome owner package painter palace parade parish parliament partner passage
passenger patent patient patrol payment pension permit petition phone physician pilot pipeline planet plant plaintiff
platform player playground pocket poet policy pollution port portrait poverty powder prayer premier premium president
price priest prison prize problem producer profit program project promise property prosecutor protest province
publisher pupil quarry quarter question railway rally ranger reactor rebel recipe recipient record recovery referee
reform refuge region regulator relative relief remedy rental report republic rescue reservoir resident resolution
resort restaurant retailer retirement revenue reward rival river robot rocket route ruling runway sailor salary sample
satellite scandal schedule scholar school scientist season secretary sector senator sentence sergeant servant session
settlement shareholder shelter sheriff shipment shipyard shortage signal singer sister skeleton soldier solution
spokesman stadium statement station statue stockpile storm strategy stream street strike student studio subsidy suburb
summit supplier surgeon surplus survey survivor suspect symptom system tariff tax teacher team telescope tenant
territory theater theory thesis timber tournament tower township trader tradition traffic tragedy trail trainer
treasury treaty trial tribe tribunal trophy truck tunnel turbine tutor uncle union university vaccine valley vehicle
vendor venture verdict vessel veteran victim victory village vineyard violinist visitor volcano volunteer voter voyage
wage warehouse warning warrant weapon weather website wedding weekend widow windmill winner winter witness workshop
""".split()

VERBS = """
abandon accept accuse address adjust administer adopt advance advertise advise alter amend announce answer appeal
approach arrange arrest assemble assess assign assist assure attack attend attract award balance block board boost
borrow boycott brief broaden calculate cancel capture caution celebrate challenge chart check claim clean climb collect
comfort command commend comment compare compete compile complain conclude condemn conduct confirm confront connect
consider construct consult contact contain contest continue convert convey convict counter cover crash credit criticize
cross damage debate decline decorate defeat defend delay deliver demand demolish deny deposit describe design destroy
detail detain develop direct disclose discount discover discuss dismiss display dispute disturb donate double doubt
draft earn educate employ enact encounter encourage end endorse enforce engage enlist enter establish estimate evacuate
evaluate examine exceed exhaust expand expect explain explore expose extend face favor file film finance finish follow
form fund gather govern grant greet guard guide halt hamper handle harm harvest head help highlight hinder
honor host ignore impose improve include indicate inform injure insist inspect install insult interview invent
investigate invite issue join journey judge jump justify kick label land launch lecture lift limit link list locate
lock lower maintain manage mark market match measure mention merge monitor mourn name narrow negotiate note nominate
object observe obtain occupy offer open oppose order organize outline overlook own paint pardon park pass
persuade phone picture place plant plead pledge point postpone praise predict prepare present preserve
press prevent print process produce promise promote propose prosecute protect protest prove publish pull punish
purchase push question rally reach react rebuff recall receive recommend record recover reduce reform refuse
regulate reject relate release relocate remain remark remember remove renew repair repeat replace report request
rescue reserve resist resolve restore restrict resume retain retire return reveal reverse review revive reward risk
sample sanction scatter schedule screen search secure settle shelter shift shoulder signal single slow
sponsor stage strengthen study suffer suggest support surprise surrender survey suspend sustain target
test thank threaten tighten track train transfer transform translate transport treat trigger trust unite unveil
update urge value visit void volunteer vote wait warn watch welcome widen witness work worry
""".split()

ADJECTIVES = """
abrupt absent abstract academic actual acute aerial afraid aggressive alleged ambitious ample ancient angry annual
anonymous anxious apparent artificial atomic attractive automatic autumn average aware awkward bare basic bitter blank
blunt bold brave brief bright broad broken busy calm capable careful casual cautious central certain cheap chief civic
civil classic clean clear clever clinical close coastal cold collective colonial colorful comic commercial common
compact complex concrete confident conservative constant constitutional controversial convenient cool corporate costly
creative criminal critical crowded crucial curious daily damp dangerous dead deaf decent deep delicate democratic
dense dental dependent digital diplomatic direct dirty distant diverse domestic double dramatic dry dual durable eager
early eastern economic efficient elaborate elderly electric elegant eligible empty endless enormous entire equal
essential ethnic exact excellent exclusive exotic expensive external extra extreme fair faithful familiar famous
federal fierce final financial firm fiscal flat flexible foreign formal former fragile frequent fresh friendly frozen
full genetic gentle genuine giant global golden gradual grand grateful grave green guilty handsome handy harsh healthy
heavy hidden historic hollow honest hopeful hostile huge humble ideal idle illegal immense immune imperial important
independent indoor industrial initial inner innocent intense interim internal jealous joint junior keen large lasting
late lavish lawful lengthy liberal likely limited liquid literary lively local lonely long loud loyal lucky magnetic
major manual marine massive mature medical medieval mental military minor missing mobile moderate modern modest
monthly moral municipal mutual narrow national native natural naval nervous neutral noble noisy nominal normal
northern notable nuclear obscure obvious odd official open optical oral ordinary organic outdoor outer overseas pale
parallel partial passive patient peaceful permanent pleasant polar polite political popular portable positive powerful
practical precious precise premature primary private probable profitable prompt proper proud public pure quick quiet
radical random rapid rare raw ready rear recent regional regular relevant reliable reluctant remote residential rich
rigid risky robust rough royal rural sacred safe scarce seasonal secret secure senior separate serious severe shallow
sharp short silent similar simple single slight slow smart smooth social soft solar sole solid southern spare special
specific stable steady steep sterile stiff strange strategic strict strong stubborn sudden suitable supreme surgical
swift tall technical temporary tender tense thick thin tight tiny tired total tough toxic traditional tragic tropical
typical ugly unique universal upper urban urgent useful usual vacant vague valid valuable vast verbal vertical viable
violent virtual visible vital vocal volatile voluntary vulnerable warm weak wealthy weekly western wet wide wild
willing wise wooden worldwide worthy young
""".split()

ADVERBS = """
abruptly again almost already apparently badly barely briefly briskly broadly calmly carefully closely cautiously
certainly clearly commonly consistently eagerly early easily entirely eventually evidently exactly fairly finally
firmly flatly formally formerly frequently fully generally gently gladly gradually hardly hastily heavily honestly
initially instead jointly largely lately later locally loosely loudly mainly merely mostly narrowly nearly newly
normally notably officially openly originally partly patiently plainly politely possibly privately promptly properly
publicly quickly quietly rapidly rarely readily recently reluctantly repeatedly reportedly roughly sadly safely
secretly seldom seriously severely sharply shortly slightly slowly solely sometimes soon steadily strongly suddenly
swiftly temporarily tightly together twice unanimously unusually usually widely
""".split()

FIRST = """
Abel Ada Agnes Albin Alma Amos Anika Anton Ariel Astrid Basil Beatrix Bela Benno Berta Bram Bruno Calla Carmo Cecil
Celia Clement Cora Cyril Dagny Damian Darya Delia Desmond Dora Edda Edgar Edwin Elias Elin Elsa Emil Enid Erna Esra
Etta Fabian Felix Fiona Flora Frida Gideon Gilda Greta Gustav Hanna Harald Hazel Hector Hilda Ida Igor Imre Inez Irma
Isak Ivor Jarmila Jonas Judit Julius Kamil Karin Kasper Klara Lars Leda Leo Linus Lorna Lucian Lydia Magda Malik Marek
Maren Marta Milo Mina Nadia Nils Nora Odette Olaf Olga Orin Oskar Otis Paula Petra Pia Quentin Rafael Ramona Remy Rhea
Roland Rosa Ruben Sabine Selma Sigrid Silas Sonja Stella Sven Tamar Tessa Thea Tilda Tobias Ulla Umberto Vera Viggo
Vilma Walter Wanda Wendel Wilma Xenia Yara Yves Zelda Zoran
""".split()

LAST_HEADS = """
Ald Ash Bar Beck Berg Birk Black Blen Bos Brand Brook Bur Cal Carl Chal Clay Cole Cran Dal Dahl Den Dor Dray Ed Elk
Ellis Fair Fal Fen Finn Fox Gar Gil Glen Gran Hal Har Hart Haw Hel Hol Hul Ing Jar Kel Ken Kirk Lam Lang Lar Lind Lock
Lun Mal Mar Mel Mer Mil Mor Nash Nor Oak Or Pal Pel Pren Quar Rad Ram Rav Red Ros Rud Sal San Sel Shel Sil Sol Sten
Stan Tal Tar Thorn Til Tor Ul Van Ver Wal War Wes Whit Win Wol Yar Yor Zan Zel
""".split()

LAST_TAILS = """
berg bourne bridge by combe croft dale den der dorf eby feld field ford gard gate grave ham holm hurst ic ing iston
kamp kin land lein ler ley lin lock low man mark mere mond more ner nik ovsky quist ridge rin rov row sen shaw singer
son stad stead ster strand ston thal tham thorpe ton vale vik wald wall wath well wick win wood worth zar
""".split()

PLACE_TAILS = """
borough bay beach bend bluff bridge burgh bury castle chester cliff creek dale falls field ford fort gate glen grove
harbor haven head hill hollow holm hurst island junction lake ley march mead mill moor mouth pass point pool port
quay ridge sands shore side spring stead ton vale valley view ville water well wick wood worth
""".split()

COMPOUND_HEADS = """
air back ballast bay beet bird bond book bow brick bread bush camp cattle chalk clay cloud coal corn cotton court cross
dairy deer dock door drift dust earth elm farm fern field fire fish flag fleet flint folk frost fruit gate glass goose
grain gold hand hawk head heath hill home honey horn house ice iron ivy lamp land leaf light lime loom malt marsh mead
mill moon moss night oar oat orchard paper peat pine plough pond post rail rain reed rice road rock roof rope rose
salt sand sea seed sheep shore silk silver slate smoke snow stage steel stone straw sugar sun swan tea thistle tide
tile town track turf wall wash water wave weed wheat whale wheel wind wine wolf wood wool yard
""".split()

COMPOUND_TAILS = """
band barge bearer board book bound break breaker builder burner catcher cutter digger drift driver dweller fall finder
fitter front gang gatherer grower guild hall hauler holder house keeper land layer lift line loader maker man mark
master mender merchant mill monger owner packer path picker plan plant post press rack reader rider ring room runner
sale scape seeker seller setter shed shift shop side sitter smith song spinner stack stand store tender top trade
trader trap turner vault walk ward warden watch watcher way weaver weight wheel work worker wright yard
""".split()

PREFIXES = ["re", "over", "under", "out", "mis", "pre", "co-", "counter-", "cross-"]
ADJECTIVE_ENDS = ["-based", "-wide", "-led", "-owned", "-bound", "-built", "-fed", "-free", "-like", "-rich"]
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()
UNITS = """percent people miles feet votes seats homes hours pages tons acres workers residents gallons barrels
points shares students vehicles cases jobs patients tickets meters trees cattle passengers buildings units""".split()
BODIES = """Association Authority Board Bureau Coalition Commission Committee Company Council Department Federation
Foundation Fund Group Guild Institute League Ministry Office Partnership Society Trust Union University""".split()

AGENCIES = ["AP", "Reuters", "AFP", "dpa", "ANSA", "EFE"]

SENTENCES = """
The {A} {N} {V} {P} in {C} on {T}, and the {N} {V} them {D}.
{F}, {A:a} {N} from {C}, {V} the {P} who had {V} {A} {P} near the {N}.
“{A:c} {P} will {D} {I} the {N}, and {C} can {I} {M} by {T},” {S} said.
“Our {N} {D} {V} its {P},” said {F}, whose {A} {N} {V} {O} on {T}.
{O} had {V} {M} for {A:a} {N} that {D} {V} {P} outside {C}.
About {M} were {V} by {P} between {T} and {T}, {S} {V} in {A:a} {N}.
{S} {V} {A} {P} from {C}, where {P} have {V} the {A} {N} for {M}.
In {C}, {A} {P} {D} {I} the {N} that {O} {V} with {A} {P}.
{P:c} and {P} {V} {D} after {S} {V} {N:a} {N} on {T}.
No {A} {N} has {V} {C} since {T}, when {O} {V} {M} of its {P}.
When {F} {V} the {N}, {M} {D} {V} {A} {P} and {V} the {N}.
The {N} {N} of {O} {V} {A:a} {N} with {P} who {V} its {A} {P}.
{A:c} {P} {V} {C} {D}, {V} {M} and {V} {A:a} {N} to {I} its {P}.
Neither {S} nor {O} {V} whether {A} {P} would {I} the {N} {D}.
{T} was {A:a} {N} for {P}, who {V} {S} and {D} {V} {A:a} {N}.
“{N:A} {D} {I}s {A} {N} worth {M},” {V} {S}, who {V} {P} in {C}.
{A:A} {N} {V} {M} to {P} in {C}, though {P} {V} their {A} {N}.
{O}, {V} by {F} with {M}, has {D} {V} {A} {P} and {A} {N}.
Without {A} {P}, {C} {D} {V} the {N}, {V} {F}, its {A} {N}.
{P:c} {V} whether {A:a} {N} can {I} {P} that {D} {I} {C}.
As {P} {V} toward {C}, {F} {V} {M} of {A} {N} and {V} {P}.
{S} and {F} {D} {V} the {A} {N}, {V} {P} {D} {V} by {A:a} {N}.
More {A} than {A}, the {N} {V} {P} across {C} and {V} {M} on {T}.
While {N} {P} {D} {V}, {A:a} {N} {V} {M} for {A} {P}.
{C} has {V} {A} {P}; {O} {D} {V} them with {N} {P} last {N}.
Its {N} {V} to {M}, {D} from {M} on {T}, as {P} {V} {A} {P}.
{A:A} {N} of {P} from {C} {V} {S} {D}, and {M} were {V}.
“{P:c} {I} {P}. {C} should {D} {I} its {A} {N},” {F} {V} on {T}.
The {P} that {S} {V} have {D} {V} {A:a} {P} or {V} {A} {N}.
For {M}, {A} {P} {V} {N:a} {N}, {V} the {P} and {V} {C}.
{F} {V} {O} {D} on {T} and {V} the {A} {N} to {P} of {N}.
Once {V} by {P}, the {N} {D} {V} {C} until {A:a} {N} {V} it.
However {A} {P} {V}, {S} {V} {P} to {I} {M} and {I} {A} {P}.
Before {T}, {O} {V} {A:a} {N} for {P} that {V} {M} in {C}.
If {P} {I} the {A} {N}, {P} will {D} {I} {M} to {C}, {S} {V}.
{M:c} {V} {D} when {A:a} {N} {V} {P} that {O} had {V}.
{C} {P} {V} that {A} {N} {D}, {V} {N:a} {N} of {A} {P}.
Some {P} {V} the {A} {P}, while others {D} {V} {A:a} {N} with {P}.
Under {A:a} {N} {V} by {S}, {P} {I} {A} {N} and {I} {M}.
“{S} {D} {V} our {P} and {V} our {N},” {A:a} {N} in {C} {V} {T}.
The {A}, {A} {N}, {V} {D} by {O}, {V} {M} past the {P} of {C}.
Between {C} and {C}, {M} of {A} {N} have {D} {V} {P} and {P}.
{P:c} at {O} {V} {S} to {I} {A} {P}, {D} {V} by {A:a} {N}.
{D:c}, {F} {V} {P} with {A:a} {N}, {A} {P} and {M} for the {N}.
Every {N} {V} its {A} {N}, yet {C} {D} {V} {M} from {P}.
{S}, {N:a} {N}, {V} that {P} had {V} {M} and {D} {V} {A} {P}.
With {M} {D} {V}, {O} {V} {A} {P} to {I} the {N} by {T}.
{N:A} {N} {V} {P} past {C} on {T}, and {V} {M} in {A:a} {N}.
Most {A} {P} would {I} {A:a} {N} {D}, {V} by {M}, {F} {V}.
Though {S} had {D} {V} it, {A} {P} in {C} {V} the {N} {N}.
{N:c} {P} {V} what {F} had {V}: {A} {P}, {A:a} {N} and {M}.
Only {M} of the {P} {V} {D}, but {A} {P} {V} {C} {N}.
Critics of {O} {V} that {P} {D} {I} {A:a} {N} without {A} {P}.
The {N}, which {V} {M} on {T}, is {D} {V} by {P} in {C}.
How {P} {V} {A:a} {N} is {A}, but {S} has {V} {M} to {I} it.
{F} was {D} {V} on {T} after {A} {P} {V} {C} with {N:a} {N}.
""".strip().splitlines()

HEADLINES = """
{A:c} {N} {V} {C} {P}
{O} {V} {A} {N} after {M}
{C} {P} {I} {A} {N}, {S} says
{S} {V} {P} as {N} {V} {C}
{M:c} {V} in {C} {N}
{P:c} {D} {V} {A} {N} {P}
""".strip().splitlines()

CAPTIONS = """
{A:c} {P} {I} {A:a} {N} in {C} on {T}. (AP Photo/{F})
{F} {I}s {P} near the {A} {N}. (Photo: {F} / Reuters)
{N:A} {N} {V} by {P} at {C} on {T}. | {F}/PA
{P:c} and {F} outside {O} in {C}. Photo by {F}
""".strip().splitlines()
