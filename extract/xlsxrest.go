package extract

import (
	"io"
	"path"
	"strings"

	"github.com/shikiri/shikiri/extract/xmlscan"
)

// xlsxDepth bounds how far links are followed: a sheet, its drawing, a chart in
// it, its drawing and style. What lies deeper is read all the same, by its name.
const xlsxDepth = 5

// xlsxOwned says what people call the parts that belong to a sheet, by the kind
// of the link.
var xlsxOwned = map[string]string{
	"comments": "comments", "threadedComment": "comments", "vmlDrawing": "shapes", "vmlDrawingHF": "shapes", "drawing": "shapes", "chartUserShapes": "shapes",
	"chart": "chart", "chartEx": "chart", "table": "table", "tableSingleCells": "table", "pivotTable": "pivot table", "queryTable": "query",
	"diagramData": "diagram", "diagramDrawing": "diagram", "slicer": "slicer", "ctrlProp": "control", "customProperty": "property",
}

// linked reads what a link leads to.
func (k *workbook) linked(l xlsxLink, owner string, depth int) error {
	if l.external {
		if err := k.say.part("links of " + owner); err != nil {
			return err
		}
		return k.say.address(l.target)
	}
	if l.kind == "worksheet" || l.kind == "sharedStrings" || l.kind == "styles" || depth > xlsxDepth || k.seen[partKey(l.target)] {
		return nil
	}
	label := l.target
	if what, ok := xlsxOwned[l.kind]; ok {
		label = what + " of " + owner
	} else if depth == 0 && owner == "workbook" {
		label = "" // by its name
	}
	if err := k.other(l.target, label); err != nil {
		return err
	}
	return k.linksOf(l.target, owner, depth+1)
}

// rest reads the parts that nothing led to, and the strings that no cell names.
func (k *workbook) rest() error {
	for _, name := range k.z.names() {
		if k.seen[partKey(name)] {
			continue
		}
		if err := k.other(name, ""); err != nil {
			return err
		}
		if strings.HasSuffix(partKey(name), ".rels") {
			continue
		}
		if err := k.linksOf(name, path.Base(name), 1); err != nil {
			return err
		}
	}
	if err := k.say.part("unused strings"); err != nil {
		return err
	}
	return k.strings.unused(k.say)
}

// other reads a part by what it is. label is what people call it; "": told here.
func (k *workbook) other(name, label string) error {
	key := partKey(name)
	if k.seen[key] || !k.z.has(key) {
		return nil
	}
	base := path.Base(key)
	switch ext := path.Ext(key); {
	case key == "[content_types].xml", base == "calcchain.xml", base == "calcchain.bin":
		k.seen[key] = true // addresses of parts and cells
		return nil
	case ext == ".rels":
		return k.part(name, "links", k.readRels)
	case strings.HasPrefix(key, "customxml/item") && ext == ".xml" && !strings.HasPrefix(base, "itemprops"):
		return k.member(name)
	case strings.HasPrefix(base, "printersettings"), strings.HasPrefix(base, "customproperty") && ext == ".bin":
		return k.part(name, "", func(r io.Reader) error { return k.runs(name, r) })
	case ext == ".xml" || ext == ".vml":
		return k.otherXML(name, label)
	case ext == ".bin" && strings.HasPrefix(key, "xl/"):
		return k.otherBin(name, label)
	}
	return k.member(name)
}

// otherBin reads a part of records by its name, or hands out what is none.
func (k *workbook) otherBin(name, label string) error {
	base := strings.TrimSuffix(path.Base(name), path.Ext(name))
	switch dir := path.Base(path.Dir(partKey(name))); {
	case dir == "worksheets" && strings.HasPrefix(strings.ToLower(base), "binaryindex"):
		k.seen[partKey(name)] = true // where rows begin
		return nil
	case dir == "worksheets" || dir == "chartsheets" || dir == "dialogsheets" || dir == "macrosheets" || dir == "externallinks":
		return k.sheet(name, base)
	case strings.HasPrefix(strings.ToLower(base), "comments"):
		return k.part(name, label0(label, name), k.readCommentsBin)
	case dir == "embeddings" || dir == "activex" || dir == "ctrlprops" || strings.HasPrefix(strings.ToLower(base), "vbaproject"):
		return k.member(name)
	case isBinaryPart(k.main):
		return k.part(name, label0(label, name), k.readOtherBin)
	}
	return k.member(name)
}

// member hands out a part as a file of its own.
func (k *workbook) member(name string) error {
	k.seen[partKey(name)] = true
	reserve, err := k.budget.hold()
	if err != nil {
		return k.note(name, err)
	}
	defer k.budget.release(reserve)
	f, done, err := k.z.member(name)
	if err != nil {
		return k.note(name, err)
	}
	defer done()
	if f == nil {
		return nil
	}
	return k.out.Member(f)
}

// readRels hands out where the links of a part lead that nothing led to.
func (k *workbook) readRels(r io.Reader) error {
	return k.tokens(r, func(t *xmlscan.Token) error {
		if !t.Is(xmlscan.Start, "Relationship") || string(t.Attr("TargetMode")) != "External" {
			return nil
		}
		return k.say.address(string(xmlscan.AppendUnescaped(nil, t.Attr("Target"))))
	})
}

// otherXML reads a part of XML by its outermost element.
func (k *workbook) otherXML(name, label string) error {
	root, _ := k.root(name) // what is wrong with it is told below
	base := strings.TrimSuffix(path.Base(name), path.Ext(name))
	switch root {
	case "worksheet", "dialogsheet", "macrosheet", "chartsheet":
		return k.sheet(name, base)
	case "externalLink":
		return k.sheet(name, "external link "+strings.TrimPrefix(base, "externalLink"))
	case "pivotCacheDefinition":
		return k.part(name, "", func(r io.Reader) error { return k.pivotFields(r, label0(label, base)) })
	case "pivotCacheRecords":
		return k.part(name, "", func(r io.Reader) error { return k.pivotRecords(r, label0(label, base)) })
	case "coreProperties", "Properties":
		return k.part(name, "properties", k.readProperties)
	case "theme":
		return k.part(name, "", func(r io.Reader) error { return nil }) // fonts and colours
	}
	return k.part(name, label0(label, name), func(r io.Reader) error { return k.tokens(r, k.say.xml) })
}

// label0 returns label, or name if there is none.
func label0(label, name string) string {
	if label != "" {
		return label
	}
	return name
}

// readProperties reads the properties of the document: a line each, with its
// name before it.
func (k *workbook) readProperties(r io.Reader) error {
	st := newStory(k.out, "properties")
	err := readProperties(sheetXML(r), st)
	if e := st.close(); err == nil {
		err = e
	}
	return err
}
