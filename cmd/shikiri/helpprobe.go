package main

// helpProbe is what probe says of itself.
var helpProbe = map[string]string{
	"Try from this machine whether closed zones are closed, and prove it": "閉じているはずの区域が閉じているかを、この端末から試して証明する",
	`Probe connects from this machine to the hosts of the other zones, and judges what
is open by the flows that the configuration allows. Run it on a machine of each
zone: what is closed from one may be open from another.`: `probe は、この端末からほかの区域のホストに接続を試み、開いているものを、設定で許した
通信に照らして判定します。区域ごとに、その中の端末で実行してください。ある区域からは
閉じていても、別の区域からは開いていることがあります。`,
	`The zone that this machine stands in is told by its addresses, or by --from. Tried
are the hosts that zones declare and those of shares, with --sweep every address
of the networks of the configuration, and never any other but its canaries. The
ports are those of --ports, else of the configuration, else the usual ones (file
sharing, remote access, printing, databases, web, management), and always those
of shares and flows.`: `この端末がどの区域にあるかは、端末のアドレスか --from で決まります。試す相手は、区域に
書いたホストと共有のホストです。--sweep では設定のネットワークの全アドレスです。設定の
カナリアを除き、それ以外には決して接続しません。ポートは --ports、設定、よく使われるもの
(ファイル共有、遠隔操作、印刷、データベース、Web、管理) の順で決まり、共有と許可した通信の
ポートは必ず試します。`,
	`It makes whole TCP connections and ends each at once: no raw sockets, no half-open
connections, no privilege. Nothing is sent, unless --verify asks what is open what
it is. That sends no credentials, but those of an SMB share to its own server, to
ask which addresses that has. To ports of printers nothing is sent, ever.`: `通常の TCP 接続を行い、すぐに切ります。raw ソケットも、半端な接続も、特権も使いません。
何も送信しません。ただし --verify を付けると、開いているものが何かを尋ねます。その際も
認証情報は送りません。例外は SMB 共有で、そのサーバー自身にだけ、持っているアドレスを
尋ねるために使います。印刷のポートには決して何も送りません。`,
	`That nothing answers proves nothing by itself. A path counts as closed only if the
controls held: something that the policy allows was open from here, before and
after, or this machine may be cut off; and addresses that nobody has were silent,
or a firewall answers for hosts that do not exist. Without them it is not proved.
What a zone's gateway answers from outside is tried as well. A firewall or proxy
that accepts every port is recognised, and does not make ports open.`: `応答がないだけでは、何の証明にもなりません。閉じているとするのは、対照が成り立ったとき
だけです。一つは、許可した通信のどれかがこの端末から前後とも開いていたこと (でなければ、
この端末自体が切り離されているかもしれない)。もう一つは、誰も使っていないアドレスが沈黙
していたこと (でなければ、ファイアウォールが代わりに答えている)。なければ「未証明」です。
区域のゲートウェイが外からの接続に何と答えるかも試します。どのポートも受け入れる
ファイアウォールやプロキシーは見分け、開いているポートとは数えません。`,
	`Where the same SSH host key or certificate answers in two zones, or an SMB server
names addresses in both, that machine is a bridge: no firewall is between.`: `同じ SSH ホスト鍵や証明書が二つの区域で答えたとき、または SMB サーバーが両方の区域の
アドレスを名乗ったとき、その機器は橋渡しです。間にファイアウォールはありません。`,
	`Canaries (egress in the configuration) are hosts in the internet that zones with
personal data must not reach, and names that they must not resolve.`: `カナリア (設定の egress) は、個人データのある区域から届いてはならない社外のホストと、
引けてはならない名前です。`,
	`Ask the owners of the networks, in writing, and tell those who watch them: it
looks like an attack. Saved runs of several machines and of scans are put
together by "shikiri merge": who can reach whose personal data.`: `ネットワークの管理者の許可を書面で得て、監視の担当者にも知らせてください。攻撃のように
見えます。複数の端末の結果と検査の結果は "shikiri merge" で一つにできます。どこから誰の
個人データに届くかが分かります。`,

	// Flags.
	"this machine stands in the zone `NAME` (default: its addresses tell)":                                                  "この端末は区域 `NAME` にある (省くとアドレスから判断)",
	"try the ports of `LIST`, as 22,445,8000-8100, in place of the usual ones;\nthose of shares and flows are tried anyway": "よく使われるもののかわりに `LIST` のポートを試す (例: 22,445,8000-8100)。\n共有と許可した通信のポートは必ず試す",
	"try every address of the zones' networks, not only declared hosts":                                                     "書いたホストだけでなく、区域のネットワークの全アドレスを試す",
	"with --sweep: networks of more than 65,536 addresses, too":                                                             "--sweep で 65,536 アドレスを超えるネットワークも試す",
	"ask what is open what it is: banner, SSH, TLS, HTTP, SMB; finds machines\nthat stand in two zones":                     "開いているものが何かを尋ねる (バナー、SSH、TLS、HTTP、SMB)。二つの区域に\nまたがる機器が分かる",
	"try at most `N` times a second (default 100000)":                                                                        "1 秒に試すのは `N` 回まで (既定 100000)",
	"wait `TIME` for an answer, as 500ms (default 1s, on Windows 3s)":                                                       "応答を `TIME` 待つ (例: 500ms。既定 1s、Windows では 3s)",
	"try what does not answer `N` more times (default 1)":                                                                   "応答がないものはさらに `N` 回試す (既定 1)",
	"end after `TIME`, as 30m; what was not tried by then is not proved":                                                    "`TIME` で終える (例: 30m)。それまでに試せなかったものは未証明",
	"choose by `N` what is chosen by chance: the order, unused addresses\n(default: another each time)":                     "順序や未使用アドレスなど、乱数で選ぶものを `N` で決める (既定は毎回別)",
	"save the run to `FILE` (JSON), for report, diff and merge":                                                             "結果を `FILE` (JSON) に保存する。report、diff、merge で使う",

	// Exit codes.
	"0    all that the policy forbids is proved closed from here":                        "0    禁止された通信は、ここからはすべて閉じていると証明した",
	"1    a forbidden path is open, or a machine stands in two zones":                    "1    禁止された通信が開いている、または二つの区域にまたがる機器がある",
	"3    nothing forbidden was seen open, but something is not proved or was not tried": "3    禁止された通信は開いていないが、未証明か、試していないものがある",
}
