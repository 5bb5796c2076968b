package main

// helpCommands is what commands do.
var helpCommands = map[string]string{
	// In a line each.
	"Find Japanese personal data where it must not be":                         "あってはならない場所にある日本の個人データを見つける",
	"Crawl shares, detect, judge and report":                                   "共有を調べ、個人データを見つけ、判定し、報告する",
	"Write a saved run in another format":                                      "保存した検査結果を別の形式で書く",
	"Tell what is new, remains, moved or is gone between two saved runs":       "保存した二つの検査結果を比べ、新規・継続・移動・消失を示す",
	"List the formats of files that are read, and their limits":                "読み取れるファイルの形式と限界を一覧にする",
	"Write a commented shikiri.yaml, a fingerprint key and signing keys":       "説明付きの shikiri.yaml、指紋の鍵、署名用の鍵を書く",
	"Check that signed reports and runs were not changed":                      "署名した報告と検査結果が書き換えられていないか確かめる",
	"List the detectors, check and test rules of one's own":                    "検出の規則の一覧、自社の規則の点検と試行",
	"List the kinds of data that are found, and the policies that init writes": "見つけるデータの種類と、init で選べる方針を一覧にする",
	"Check files of rules: their form, patterns and examples":                  "規則のファイルの形・パターン・例を点検する",
	"Show what rules find in files or texts, and why":                          "規則がファイルや文字列の何を、なぜ見つけるかを示す",
	"Show zones, shares and flows, and check addresses against networks":       "区域・共有・許す通信を示し、アドレスを区域のネットワークと照らす",
	"Show the version":       "版を表示する",
	"Write the manual page":  "マニュアルページを書く",
	"Help about any command": "コマンドのヘルプ",
	"Generate the autocompletion script for the specified shell": "シェルの補完スクリプトを作る",
	"Generate the autocompletion script for bash":                "bash の補完スクリプトを作る",
	"Generate the autocompletion script for fish":                "fish の補完スクリプトを作る",
	"Generate the autocompletion script for powershell":          "powershell の補完スクリプトを作る",
	"Generate the autocompletion script for zsh":                 "zsh の補完スクリプトを作る",

	// shikiri
	"shikiri crawls shares, finds Japanese personal data in their files and judges\nit by the zone of the network it lies in. It only reads what it scans.":       "shikiri は共有を巡り、ファイルの中の日本の個人データを見つけ、それがある\nネットワークの区域によって判定します。検査の対象は読むだけです。",
	"Without a configuration the zone \"office\" forbids personal data and the zone\n\"print\" allows it. \"shikiri init\" writes a configuration to start from.": "設定がなければ、区域 \"office\" では個人データは禁止、\"print\" では許可です。\n\"shikiri init\" が設定のひな形を書きます。",

	// scan
	"Scan crawls shares, finds personal data and judges it by the zone it lies in.": "scan は共有を巡り、個人データを見つけ、それがある区域によって判定します。",
	"SHARE is a folder or a URL, and may be prefixed with its zone: office=/srv/share.\nURLs are smb://[domain;][user@]host[:port]/share[/folder], smb://host/ for all\nshares of a server, and sftp://[user@]host[:port]/folder.\nWhat stands before the first = is a zone unless it holds a slash, backslash or\ncolon or begins with a dot: a folder called a=b is written ./a=b. Without SHARE\nthe shares of the configuration are scanned.": "SHARE はフォルダーか URL で、前に区域を付けられます: office=/srv/share\nURL は smb://[domain;][user@]host[:port]/share[/folder]、サーバーの全共有は\nsmb://host/、sftp://[user@]host[:port]/folder です。\n最初の = の前は区域です。ただし /、\\、: を含むもの、. で始まるものは除きます。\na=b という名のフォルダーは ./a=b と書きます。SHARE がなければ設定の共有を検査します。",
	"A share on the server of one in the configuration is opened with that one's user\nand password-from. Passwords never stand on the command line: --password-from\nsays where one is. What a server refuses is not tried again. --max-rate and\n--max-ops hold for each host, whatever number of shares it has.":                                                                                                                               "設定にある共有と同じサーバーの共有は、その user と password-from で開きます。\nパスワードはコマンドラインに書きません。--password-from で取得元を示します。\nサーバーに断られたものは繰り返しません。--max-rate と --max-ops は、共有がいくつ\nあってもホストごとの上限です。",
	"Reports hold masked excerpts only. People are told apart by fingerprints made\nwith a key: the file that --fingerprint-key names, or what the configuration says\nin fingerprint-key-from. Without either the key is random: the counts are right,\nbut two runs cannot be compared by person.":                                                                                                                                              "報告には伏せ字の抜粋だけが載ります。人は鍵付きの指紋で見分けます。鍵は\n--fingerprint-key のファイル、または設定の fingerprint-key-from です。どちらも\nなければ鍵は毎回変わり、人数は正しいものの、二つの検査を人で比べられません。",
	"With --explain PATH every match in the files of PATH is explained, those below\n--min-confidence too: at the end of a table on standard output, in json and\nndjson, else on standard error. Without SHARE, PATH may be a file or folder of\nthis machine, with its zone as a SHARE has it; that alone is then scanned,\nunless it lies in a share of the configuration.":                                                                    "--explain PATH は、PATH のファイルで一致したものすべて (--min-confidence に満たない\nものも) の理由を示します。標準出力の表の末尾、json と ndjson の中、それ以外では\n標準エラー出力に書きます。SHARE がなければ PATH はこの端末のファイルやフォルダーでも\nよく (区域は SHARE と同じように付ける)、設定の共有の中でない限りそれだけを検査します。",
	"With --client NAME the reports and the saved run hold what concerns that client:\nnothing of others is in them. The exit code is that of the whole scan.":                                                                                                                                                                                                                                                                                    "--client NAME を付けると、報告と保存する検査結果はその委託元に関するものだけになり、\nほかの委託元のことは含みません。終了コードは検査全体のものです。",
	"A report goes to standard output, or to each -o FILE. Its format is that of a\nFORMAT= prefix, else of -f, else of the file's extension, else a table:\n-o json=- -o findings.csv. Files are readable by their owner only.":                                                                                                                                                                                                                  "報告は標準出力、または -o FILE ごとに書きます。形式は FORMAT= の前置き、-f、\nファイルの拡張子の順で決まり、どれもなければ表です: -o json=- -o findings.csv\nファイルは所有者だけが読めます。",

	// report, formats, init, man, zones
	"Report reads a run that scan saved (--save, or -f json) and writes it in another\nformat. RUN is a file, or - for standard input. Nothing is scanned, and the exit\ncode says only whether the report was written: the run's own is in the report.":                                                                                                                                             "report は scan が保存した検査結果 (--save または -f json) を読み、別の形式で書きます。\nRUN はファイル、または標準入力の - です。検査はしません。終了コードは報告が書けたか\nどうかだけを示します。検査そのものの終了コードは報告の中にあります。",
	"Formats lists what is read of which format of file, and what is not. Files are\ntold by content, not by name: the names are those they usually have.":                                                                                                                                                                                                                                           "formats は、どの形式のファイルの何を読み、何を読まないかを一覧にします。形式は\n名前ではなく中身で見分けます。示す名前は、よく使われるものです。",
	"Init writes shikiri.yaml, shikiri.key, shikiri.sign.key and shikiri.pub into\nthis folder. Files that are there are never overwritten. The configuration is one\nof the built-in policies, which \"shikiri rules list\" describes.":                                                                                                                                                             "init は shikiri.yaml、shikiri.key、shikiri.sign.key、shikiri.pub をこのフォルダーに\n書きます。すでにあるファイルは決して上書きしません。設定は組み込みの方針の一つで、\n説明は \"shikiri rules list\" にあります。",
	"The fingerprint key makes fingerprints of people comparable between runs and\nzones. Whoever has it can try names against fingerprints: keep it where only\nthose who scan can read it, and use the same key in every zone.":                                                                                                                                                                    "指紋の鍵があると、人の指紋を検査どうし・区域どうしで比べられます。鍵を持つ者は\n名前を指紋に当てはめて試せます。検査する人だけが読める場所に置き、どの区域でも同じ鍵を\n使ってください。",
	"The signing key signs reports and saved runs, so that a change is noticed. Give\nthe public key, shikiri.pub, to the auditor by another way than the reports, and\nkeep shikiri.sign.key on the machine that scans: whoever has it can sign as you. It\nhas no password, so that a scan at night can sign; minisign -C -s shikiri.sign.key\ngives it one. The stock minisign reads both files.": "署名用の鍵は、報告と保存した検査結果に署名し、書き換えに気付けるようにします。公開鍵\nshikiri.pub は報告とは別の経路で監査人に渡し、shikiri.sign.key は検査する端末に置いて\nください。持つ者は誰でもあなたとして署名できます。夜間の検査でも署名できるよう、\nパスワードはありません。minisign -C -s shikiri.sign.key で付けられます。どちらの\nファイルも通常の minisign で読めます。",
	"Verify checks each FILE by its signature, FILE.minisig, and shows which key made\nit, when, and of which run. A file that bears another name than when it was\nsigned is wrong, too. Of a saved run the file of people beside it is checked.":                                                                                                                                                   "verify は FILE をその署名 FILE.minisig で確かめ、どの鍵で、いつ、どの検査に署名したかを\n示します。署名したときと名前が違うファイルも誤りです。保存した検査結果では、横にある\n人のファイルも確かめます。",
	"The public key is shikiri.pub in the folder of the configuration unless --public-key\nnames another. It must have come by another way than the files: what stands\nbeside them may have been changed with them.":                                                                                                                                                                                "公開鍵は、--public-key で指定しなければ、設定のフォルダーの shikiri.pub です。公開鍵は\nファイルとは別の経路で受け取ったものでなければなりません。ファイルの横にあるものは、\n一緒に書き換えられているかもしれません。",
	"minisign -Vm FILE -p shikiri.pub checks the same signature.":                 "minisign -Vm FILE -p shikiri.pub でも同じ署名を確かめられます。",
	"Man writes the manual page of all commands, as roff: shikiri man | man -l -": "man は全コマンドのマニュアルページを roff で書きます: shikiri man | man -l -",
	"Zones shows the zones of the configuration, what may be kept in each, their hosts\nand shares, what is allowed between them, and what they must not reach. The\naddress of each share and host is checked against the networks of its zone: a\nshare judged by the rule of another zone makes every report about it wrong.\nHosts that are named are looked up, as this machine does it, unless --no-lookup\nis given; a name that stands only in ~/.ssh/config is not found. Nothing is\nconnected to.": "zones は設定の区域、そこに置いてよいもの、そのホストと共有、区域間で許す通信、\n届いてはならない先を示します。共有とホストのアドレスは区域のネットワークと照らします。\n別の区域の規則で判定した共有の報告は、すべて誤りになるためです。ホスト名は、\n--no-lookup がなければ、この端末の方法で引きます。~/.ssh/config にしかない名前は\n見つかりません。どこにも接続はしません。",

	// rules
	"Rules shows what is found, and helps to write rules of one's own: files of YAML\nthat scan takes with --rules FILE or from rules in the configuration.":                                                                                                                                                               "rules は何を見つけるかを示し、自社の規則を書く助けをします。規則は YAML のファイルで、\nscan の --rules FILE か設定の rules で使います。",
	"Check reads files of rules as scan does, all of them together: every example must\nhold its kind once and every counter-example not at all. What is wrong is told\nwith line and column.":                                                                                                                             "check は scan と同じように規則のファイルをまとめて読みます。例はその種類をちょうど一つ\n含み、反例は一つも含まないこと。誤りは行と桁で示します。",
	"List shows all kinds of data: those that are always looked for, the built-in\nrules, which are in use if --rules or the configuration names them, and rules of\none's own. Then it shows the policies that init --policy NAME writes.":                                                                                "list はデータの種類をすべて示します。常に探すもの、--rules や設定で名指したときに使う\n組み込みの規則、自社の規則です。続けて、init --policy NAME で選べる方針を示します。",
	"Test looks for all kinds of data, with the rules that are named, in each FILE, in\nstandard input (-), and in each --text, and shows what it finds, masked, with its\nevidence; what is low is shown too. A FILE of rules (.yaml with the key rules) is\nused as such; given alone, it is tried on its own examples.": "test は、FILE、標準入力 (-)、--text のそれぞれで、すべての種類と名指した規則を探し、\n見つけたものを伏せ字で、根拠とともに示します。確度の低いものも示します。規則のファイル\n(キー rules のある .yaml) は規則として使い、それだけなら自身の例で試します。",
	"Nothing is judged and no report is written.": "判定はせず、報告も書きません。",

	// fingerprint, and scan --known
	"Make a list of customers into a file that scan --known looks for": "顧客名簿から scan --known で探すためのファイルを作る",
	`Fingerprint reads a list of people, in any format that scan reads, and writes a
file by which "shikiri scan --known" recognises them, near certainly, in any other
format. The list is read as scan reads a file: names, addresses, dates of birth,
telephones, mail addresses and numbers are found by their columns and brought to
one form. The file holds none of them, but salted fingerprints made with the
fingerprint key, encrypted with it.`: `人の名簿 (scan が読める形式なら何でも可) を読み、ファイルを書きます。
"shikiri scan --known" はこれを使い、その人々をどの形式のファイルの中からでも
ほぼ確実に見つけます。名簿は検査と同じように読みます。氏名・住所・生年月日・
電話番号・メールアドレス・番号を列から見つけ、同じ形にそろえます。書くのは
それらの値ではなく、指紋の鍵とソルトによる指紋で、同じ鍵で暗号化します。`,
	knownDanger: `鍵がなければ、ファイルからは何も読めず、推測を試すこともできません。ファイルと
鍵の両方を持つ者は、人の一覧を取り出すことはできませんが、氏名・電話番号・住所の
推測を毎分数億件試すことができ、それによって大半の人を見つけられます。二つは別の
経路で運び、別々に保管してください。鍵と一緒のファイルは名簿そのものと同じように
守る必要があります。`,
	`What the file says in plain text is its name, the client, when it was made and how
many people it has. Rows in which nobody was found are counted: their people are
not recognised.`: `ファイルに平文で書くのは、名前、委託元、作成日時、人数などの件数だけです。
人が見つからなかった行は数えて示します。その行の人は見つけられません。`,
	`With --known FILE, which "shikiri fingerprint" made of a list of customers with the
same key, the report names the files that hold people of that list: certain is
who has the name and something that tells namesakes apart, or a number of their
own. Neither confidence nor verdict of a finding depends on it.`: `--known FILE は、同じ鍵で "shikiri fingerprint" が顧客名簿から作ったファイルで、
その名簿の人がいるファイルを報告に示します。氏名と、同姓同名を区別できるもの、
またはその人だけの番号があれば確実とします。検出の確度と判定は変わりません。`,

	// merge
	"Merge makes one run of several that scan saved (--save): of vantage points that\nlook at the same shares, or of vendors (委託先, 再委託先). Each person and each file\ncounts once, whoever saw it. RUN may be prefixed with the name of the vendor:\nVendor=run.json. A file called a=b.json is written ./a=b.json.":                                                                                                            "merge は、scan が保存した (--save) いくつかの検査結果を一つにします。同じ共有を\n別の場所から見たもの、委託先・再委託先ごとのものです。人もファイルも、誰が\n見ても一度だけ数えます。RUN の前に委託先の名を付けられます: Vendor=run.json\na=b.json という名のファイルは ./a=b.json と書きます。",
	"People are counted from the file RUN.people, which scan --save writes if there is\na fingerprint key. It holds fingerprints, no names. The key is not needed to\nmerge, but only runs with the same key can be compared by person. The people of\na run without that file are added up, and a warning says how many may be counted\ntwice. What has been merged can be saved and merged again.":                           "人は、指紋の鍵があるとき scan --save が書くファイル RUN.people から数えます。\nその中身は指紋で、氏名はありません。鍵は要りませんが、同じ鍵の検査結果だけが\n人で比べられます。このファイルのない検査結果の人数は足し合わせ、何人まで二重に\n数えたおそれがあるかを警告します。一つにしたものも保存し、さらに merge できます。",
	"Runs of probe are merged beside those of scan: \"personal data of 61,424 people\nlies on fs01, and fs01 can be reached from office on tcp/445\". A share's machine is\nknown by the addresses it was read from, else by its name. Of two probes from one\nmachine the newer reading of a port counts; what one machine of a zone saw open is\nopen, whatever another saw. Bridges are looked for in what all probes saw.": "probe の結果も scan の結果と一つにできます。「fs01 に 61,424 人の個人情報があり、\noffice から tcp/445 で fs01 に接続できる」のように報告します。共有のある機器は、\n検査したときのアドレスで、分からなければ名前で照合します。同じ機器から 2 回試した\nポートは新しいほうの結果を採ります。同じ区域のどれか 1 台から開いていれば、ほかの\n機器からは閉じていても、開いているものとします。橋渡し機器は、すべてのプローブが\n見たものから探します。",
	"Shares with the same URL are the same, and folders of one machine with the same\npath. Shares of different vendors are not, where their address means something\nelse in each network. What one run could not examine counts as examined if\nanother run did, later and with the same rules. What was found is left out only\nif a newer run read the same file and tells something else of it.":                          "URL の同じ共有は同じもの、同じ機械の同じパスのフォルダーも同じものとします。\n網ごとに意味の違うアドレスにある、別の委託先の共有は別のものとします。ある検査が\n見られなかったものは、同じ規則による後の検査が見ていれば検査済みとします。\n見つかったものは、後の検査が同じファイルを読み、別の結果だったときだけ除きます。",
	"Write one report of several saved runs: of vantage points or vendors": "保存した複数の検査結果 (別の場所、委託先ごと) を一つの報告にする",

	// diff
	"Diff compares two runs that scan saved (--save, or -f json) and writes NEW with what\nhas changed: findings that are new, that have more people or records than before,\nthat remain, moved, or are gone. One of the two may be - for standard input.":                                                                                                                                                  "diff は scan が保存した (--save または -f json) 二つの検査結果を比べ、NEW を、変わった\nところとともに書きます。新たな検出、人数か件数が増えた検出、継続しているもの、移動した\nもの、なくなったものです。二つのうち一つは標準入力の - でもかまいません。",
	"Of two runs of probe it tells which paths are open though the policy forbids them,\nnewly or still, and which are closed since: those that NEW tried from the same\nmachine while its controls held. So it does for machines that stand in two zones.":                                                                                                                                                  "プローブの結果どうしでは、方針で禁止されているのに到達できる経路 (新たに、または\n引き続き) と、その後遮断された経路を示します。遮断とするのは、NEW が同じ機器から試し、\n対照が成り立ったものだけです。二つの区域に接続した機器についても同様です。",
	"Gone is only what NEW looked for at the same place and would have found: its\nshares hold the place, it examined the file, the member and all folders above,\nwith the same rules and no less. Of everything else it says that nobody knows,\nand why. Files that moved are not gone: they are recognised by their people, if\nboth runs have the same fingerprint key, else by name, time and counts.": "なくなったとするのは、NEW が同じ場所を調べ、あれば見つけたはずのものだけです。つまり\nNEW の共有にその場所があり、ファイルも、その中のファイルも、上のフォルダーもすべて\n検査し、規則が同じで、対象も狭めていないときです。ほかは「未確認」とし、その訳を示します。\n移動したファイルはなくなったとしません。同じ指紋の鍵による検査どうしでは中の人で、\nそうでなければ名前・更新日時・件数で見分けます。",
	"The format confirmation is the confirmation of deletion (消去確認書), to be\nprinted and signed. It states that data was no longer at a place at a time,\nnever that it cannot be recovered. Of runs of a zone that allows personal data\nit confirms what was deleted after a job.":                                                                                                                         "形式 confirmation は、印刷して署名する消去確認書です。ある時点にその場所にデータが\nなかったことを述べ、復元できないことは述べません。個人データを許可する区域の検査結果\nからは、業務の後に消去されたものを確認できます。",
	"Without -f and -o the changes alone are shown.": "-f も -o もなければ、変わったところだけを示します。",
}
