package detect

import "strings"

// A titleUse is what a title is good for, as a set.
type titleUse uint16

const (
	titleBehind titleUse = 1 << iota // stands behind a name in a sentence: 山田首相
	titleBefore                      // stands before one: 監督山田
	titleOffice                      // colleagues have it: minutes and memos of any company call them so, and hold no more than that
	titleTells                       // tells the name before it wherever it stands: 山田太郎部長
	titlePublic                      // the same, and is said of persons in the news more than of colleagues
	titlePlace                       // the same, and goes with a place as well: 福岡市長 is no Mr Fukuoka
	titleJob                         // stands before a foreign name, or before の and one: 俳優のジョン・スミス
	titleShort                       // one kanji behind a name that other words begin with too
	titlePolite                      // stands behind a name and says nothing of an office
	titleLead                        // stands before a title and belongs to it: 元首相, 衆院議員
)

// titles has each title once, with all it is good for: a new one is added to one
// line.
var titles = []struct {
	use   titleUse
	words string
}{
	{titleBehind | titleBefore | titleOffice | titleTells | titleJob, "社長 会長"},
	{titleBehind | titleBefore | titleOffice | titleTells, "取締役 部長 課長 局長 所長"},
	{titleBehind | titleBefore | titleOffice | titleTells, "理事長 委員長"},
	{titleBehind | titleBefore | titleOffice | titleTells | titlePlace, "議長 校長"},
	{titleBehind | titleBefore | titleOffice | titleJob, "代表"},
	{titleBehind | titleBefore | titleOffice, "オーナー"},
	{titleBehind | titleBefore | titleTells, "院長"},
	{titleBehind | titleBefore | titlePublic | titleJob, "首相 大統領 大臣 長官 騎手 教授 博士 弁護士"},
	{titleBehind | titleBefore | titlePublic, "総理 書記長 外相 総長 棋士 医師 被告 容疑者 受刑者 元帥 大将 中将 少将 大佐 中佐 少佐 アナウンサー 幹事長"},
	{titleBehind | titleBefore | titlePlace | titleJob, "議員 知事 市長 監督 選手 投手 コーチ 記者"},
	{titleBehind | titleBefore | titlePlace, "町長 村長 学長 総裁 捕手 内野手 外野手 党首 警部"},
	{titleBehind | titleBefore | titleJob, "将軍 プロデューサー"},
	{titleBehind | titleBefore, "主席 頭取 主将 女王 王子 師匠 キャスター ディレクター 代議士 刑事"},
	{titleBehind | titleOffice | titleTells | titleLead, "主任"},
	{titleBehind | titleOffice | titleTells, "副社長 専務 常務 係長 室長 次長 主査 支店長 店長 工場長 監査役 顧問 本部長"},
	{titleBehind | titleOffice | titleTells, "理事 講師 園長"},
	{titleBehind | titleOffice, "委員 教頭"},
	{titleBehind | titlePublic | titleJob, "大尉"},
	{titleBehind | titlePublic, "名人 親方 准教授 助教授 教諭 検事 判事 裁判官 死刑囚 提督 アナ 夫人"},
	{titleBehind | titlePlace, "区長 巡査"},
	{titleBehind, "総統 書記 財務相 都知事 九段 八段 七段 六段 五段 四段 三段 二段 初段 中尉 少尉 艦長 隊長 団長 司令官 天皇 皇后 親王 内親王 上皇 法皇 伯爵 侯爵 公爵 男爵 子爵 上人 和尚 編集長 参議 奉行 婦人 一家 兄弟 姉妹 参事官 党委員長"},
	{titleBefore | titleOffice | titleShort, "役"},
	{titleBefore | titleOffice, "本名 旧姓 著者 担当 社員 店員 従業員 職員 部員 作業員"},
	{titleBefore | titleJob, "俳優 女優 歌手 作家 画家 詩人 作曲家 長男 次男 長女 父 母 兄 弟 姉 妹 妻 夫 娘 息子 主演 学者 国王 創業者 指揮者 写真家 建築家 ギタリスト ドラマー ベーシスト"},
	{titleBefore, "漫画家 声優 脚本家 小説家 作詞家 評論家 ジャーナリスト タレント モデル 芸人 落語家 武将 大名 藩主 当主 城主 家老 初代 三男 次女 三女 祖父 祖母 叔父 甥 孫 弟子 主人公 監修 作詞 作曲 編曲 脚本 演出 原作 作画 無職 会社員 団員 乗務員 運転手 住職 農業 自営業 大学生 高校生 中学生 小学生 園児 大学院生 生徒 児童 二男 四男 五男 四女 横綱 大関 関脇 小結 前頭 力士 騎士 皇帝 首席 研究者 創設者 演奏家 評議員 容疑 妃 母親 父親 長兄 義父 義弟 実弟 実兄 養子 側室 正室 家臣 重臣 従兄弟 ボーカル パーソナリティ 捕虜 僧 大納言 中納言 関白 執権"},
	{titleTells, "代表取締役社長 代表取締役会長 代表取締役 専務取締役 常務取締役 執行役員 常務執行役員 副会長 相談役 副部長 部長代理 部長補佐 課長代理 課長補佐 主事 主幹 参事 班長 組長 支社長 支部長 署長 事務長 リーダー マネージャー マネジャー マネージャ"},
	{titleTells | titlePolite, "先生"},
	{titlePublic | titlePolite, "夫妻"},
	{titlePublic, "名誉教授 助教 裁判長 被告人 竜王 王将 牧師 神父 画伯 官房長官"},
	{titlePlace, "市議 県議 都議 警視"},
	{titleJob, "ピアニスト ボーカリスト デザイナー 政治家 実業家 司教 担当者 氏名 哲学者 振付師 ラッパー 司会者 共演者"},
	{titleShort, "関 王 公 侯 卿 師 守 翁 女 達"},
	{titlePolite, "氏 さん 様 殿 君 くん ちゃん さま 女史 嬢 自身 本人 ら"},
	{titleLead, "衆議院 参議院 衆院 参院 特任 客員 名誉 元 前 新 現 副 都 県 府 道"},
}

// titleList returns the titles that are of any of uses.
func titleList(uses titleUse) (list []string) {
	for _, t := range titles {
		if t.use&uses != 0 {
			list = append(list, strings.Fields(t.words)...)
		}
	}
	return list
}

var (
	titlesBehind = wordSet(titleList(titleBehind)...)
	titlesBefore = wordSet(titleList(titleBefore)...)
	titlesAhead  = wordSet(titleList(titleBefore | titleOffice)...) // in short lines: 専務　山田太郎
	offices      = wordSet(titleList(titleOffice)...)
	shortTitles  = wordSet(titleList(titleShort)...)
	politeBehind = wordSet(titleList(titlePolite)...)
	titleLeads   = cueWords(titleList(titleLead)...)
	occupations  = cueWords(titleList(titleJob)...)
)

// A titleWord is a word that tells the name before it.
type titleWord struct {
	text          string
	public, place bool
}

var titleWords = func() (all []titleWord) {
	for _, t := range titles {
		if t.use&(titleTells|titlePublic|titlePlace) == 0 {
			continue
		}
		for _, w := range strings.Fields(t.words) {
			all = append(all, titleWord{w, t.use&titleTells == 0, t.use&titlePlace != 0})
		}
	}
	return all
}()
