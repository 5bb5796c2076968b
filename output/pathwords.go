package output

// pathWords are what formats for machines say of a probe's run, in one language.
type pathWords struct {
	Rules              map[string]pathRule
	Verdicts, Results  map[string]string
	Evidence           map[string]string // of bridges
	Kinds              map[string]string // of controls
	Open               string            // host, zone it was tried from, port
	Resolves           string            // name, zone
	Flow               string            // flow, verdict, why
	Bridge, WeakBridge string            // zones, addresses, evidence, value
	Exposure           string            // people, records, host, zone, ports
	AtMost             string            // number
	Tried              string            // number
	// The names of tests.
	Closed, Allowed string // flow; flow, ports
	Control         string // kind, zone, host
	NoBridge        string
	NoExposure      string
	AllTried        string
	NotTried        string // number
	Nothing         string // no flow was tried
	Ports           string // number
}

// A pathRule describes a rule: in a few words, in a sentence, what to do.
type pathRule struct{ Short, Full, Help string }

func pathWordsFor(lang string) *pathWords {
	if wordsFor(lang).Lang == "ja" {
		return &japanesePaths
	}
	return &englishPaths
}

func (w *pathWords) evidence(kind string) string { return say(w.Evidence, kind) }

var englishPaths = pathWords{
	Rules: map[string]pathRule{
		ruleExposure: {"Personal data can be reached by a forbidden path", "A machine that holds personal data can be reached from another zone, and the policy does not allow it.",
			"Close the path in the firewall first, then ask who used it. Probe again to confirm."},
		ruleForbidden: {"A path that the policy forbids is open", "A machine in another zone could be connected to, or a name resolved, and no flow of the policy allows it.",
			"Close it in the firewall or end the service. If it is needed, state it in the flows of the policy. Probe again to confirm."},
		ruleBridge: {"One machine stands in two zones", "A machine has addresses in two zones: whatever stands between them can be passed through it.",
			"Take one of its two connections away, or show that they are two machines with the same key, and give each its own."},
		ruleNotProved: {"It is not proved that a forbidden path is closed", "Nothing was seen to be open, but the controls that would prove it failed or are missing, or something was not tried.",
			"See the controls of the run. Declare an allowed flow that is open, let the firewall drop what is for addresses nobody has, and probe again."},
	},
	Verdicts: map[string]string{"violation": "open, and forbidden", "closed": "closed", "not-proved": "not proved to be closed", "allowed": "open, and allowed", "allowed-closed": "allowed, and not open"},
	Results: map[string]string{"open": "open", "refused": "refused", "filtered": "no answer", "unreachable": "unreachable", "intercepted": "answered by something that answers for every port",
		"not-tried": "not tried", "silent": "silent", "none": "nothing to try"},
	Evidence: map[string]string{"ssh host key": "SSH host key", "tls certificate": "TLS certificate", "smb server guid": "GUID of an SMB server", "smb name": "name of an SMB server",
		"smb interfaces": "interfaces that an SMB server names", "own addresses": "its own addresses"},
	Kinds:    map[string]string{"unused-address": "an address that nobody has is silent", "known-open": "what is known to be open is open", "gateway": "gateway"},
	Open:     "%s can be reached from %s on %s, which the policy forbids",
	Resolves: "the name %s can be resolved from %s, which the policy forbids: DNS is a way out",
	Flow:     "%s: %s%s",
	Bridge:   "one machine stands in the zones %s: %s (%s %s)", WeakBridge: "perhaps one machine stands in the zones %s: %s (weak evidence: %s %s)",
	Exposure: "personal data of %s people (records: %s) lies on %s, which can be reached from %s on %s, and the policy forbids it", AtMost: "at most %s",
	Tried: "tried %s", Closed: "%s: closed but for what the policy allows", Allowed: "%s: allowed %s", Control: "%s: %s %s", NoBridge: "no machine stands in two zones",
	NoExposure: "no personal data can be reached by a forbidden path", AllTried: "everything was tried", NotTried: "not tried: %s", Ports: "open: %s", Nothing: "no forbidden flow was tried",
}

var japanesePaths = pathWords{
	Rules: map[string]pathRule{
		ruleExposure: {"禁止された経路で個人データに到達できる", "個人データを置いている機器に、方針で許可していない別の区域から到達できます。",
			"まずファイアウォールで遮断し、使われた形跡を調べてください。そのうえで再度プローブして確認してください。"},
		ruleForbidden: {"禁止された経路が開いている", "方針で許可していないのに、別の区域の機器に接続できたか、名前を解決できました。",
			"ファイアウォールで遮断するか、サービスを止めてください。必要な通信であれば方針の flows に書き、再度プローブして確認してください。"},
		ruleBridge: {"一台の機器が二つの区域に接続している", "二つの区域にアドレスを持つ機器 (橋渡し機器) があります。間にある防御をすり抜ける経路になります。",
			"一方の接続を外してください。同じ鍵を持つ別々の機器であれば、それぞれの鍵を作り直してください。"},
		ruleNotProved: {"禁止された経路の遮断が未証明", "開いているものは見つかりませんでしたが、遮断を証明する対照が成り立たないか、試せなかったものがあります。",
			"対照の結果を確かめてください。開いている許可済みの通信を一つ用意し、使われていないアドレス宛てを破棄 (drop) する設定にして、再度プローブしてください。"},
	},
	Verdicts: map[string]string{"violation": "禁止された経路が開いている", "closed": "遮断", "not-proved": "遮断は未証明", "allowed": "許可された経路 (到達可)", "allowed-closed": "許可されているが到達不可"},
	Results: map[string]string{"open": "到達可", "refused": "拒否", "filtered": "応答なし", "unreachable": "到達不可", "intercepted": "すべてのポートに応答する装置が応答",
		"not-tried": "未試行", "silent": "応答なし", "none": "試す相手がない"},
	Evidence: map[string]string{"ssh host key": "SSH ホスト鍵", "tls certificate": "TLS 証明書", "smb server guid": "SMB サーバーの GUID", "smb name": "SMB サーバーの名前",
		"smb interfaces": "SMB サーバーが答えたインターフェース", "own addresses": "自身のアドレス"},
	Kinds:    map[string]string{"unused-address": "使われていないアドレスが応答しない", "known-open": "開いているはずの通信が開いている", "gateway": "ゲートウェイ"},
	Open:     "%s に %s から %s で到達できます (方針で禁止)",
	Resolves: "名前 %s を %s から解決できます (方針で禁止。DNS が外への経路になります)",
	Flow:     "%s: %s%s",
	Bridge:   "一台の機器が区域 %s に接続しています: %s (%s %s)", WeakBridge: "一台の機器が区域 %s に接続している可能性があります: %s (弱い証拠: %s %s)",
	Exposure: "%s 人 (延べ %s 件) の個人データが %s にあり、そこへ %s から %s で到達できます (方針で禁止)", AtMost: "最大 %s",
	Tried: "試行 %s", Closed: "%s: 許可した通信のほかは遮断されている", Allowed: "%s: 許可した通信 %s", Control: "%s: %s %s", NoBridge: "二つの区域に接続した機器がない",
	NoExposure: "禁止された経路で個人データに到達できない", AllTried: "すべて試した", NotTried: "試せなかったもの %s 件", Ports: "到達可 %s 件", Nothing: "禁止された経路を一つも試していない",
}
