package crawl

import "testing"

func TestPlace(t *testing.T) {
	for name, want := range map[string]string{
		"$RECYCLE.BIN/S-1-5-21-1-2-3-1001/$RABC.xlsx": PlaceRecycleBin,
		"$Recycle.Bin/a":                          PlaceRecycleBin,
		"RECYCLER/a.txt":                          PlaceRecycleBin,
		"部署/.recycle/user/名簿.csv":                 PlaceRecycleBin,
		"#recycle/a":                              PlaceRecycleBin,
		"@Recycle/a":                              PlaceRecycleBin,
		"x/.Trash/a":                              PlaceRecycleBin,
		".Trash-1000/files/a":                     PlaceRecycleBin,
		".Trashes/501/a":                          PlaceRecycleBin,
		"home/user/.local/share/Trash/files/a":    PlaceRecycleBin,
		"@GMT-2024.05.01-09.00.00/a":              PlaceSnapshot,
		"x/@GMT-2024.05.01-09.00.00/y/a":          PlaceSnapshot,
		".zfs/snapshot/daily/a":                   PlaceSnapshot,
		"~snapshot/hourly.0/a":                    PlaceSnapshot,
		".snapshot/a":                             PlaceSnapshot,
		".snapshots/1/snapshot/a":                 PlaceSnapshot,
		"@GMT-2024.05.01-09.00.00/$RECYCLE.BIN/a": PlaceSnapshot,
		"$RECYCLE.BIN":                            "", // a file
		"a/.recycle":                              "",
		"recycle/a":                               "",
		"Trash/a":                                 "",
		"snapshot/a":                              "",
		"@GMT-2024/a":                             "",
		"a/.Trash-cleaner/b":                      "",
		"\x8c\xda\x8bq/a":                         "",
		"":                                        "",
	} {
		if got := Place(name); got != want {
			t.Errorf("Place(%q) = %q, want %q", name, got, want)
		}
	}
}
