package rules

// shareErrors are what shares and their passwords can have wrong.
var shareErrors = []errorCase{
	{"share without zone", start + "shares:\n- url: /srv/a\n", `
5:3: a share needs the key "zone"
    5 | - url: /srv/a
      |   ^`},
	{"share without url", start + "shares:\n- zone: office\n", `
5:3: a share needs the key "url"
    5 | - zone: office
      |   ^`},
	{"share is a text", start + "shares:\n- /srv/a\n", `
5:3: a share is keys and values, not a text
    5 | - /srv/a
      |   ^
      hint: its first key is url`},
	{"share in unknown zone", start + "shares:\n- {url: /srv/a, zone: offce}\n", `
5:23: unknown zone "offce"
    5 | - {url: /srv/a, zone: offce}
      |                       ^
      hint: the zones are office`},
	{"share twice", start + "shares:\n- {url: a, zone: office}\n- {url: ./a, zone: office}\n", `
6:9: the share is listed twice
    6 | - {url: ./a, zone: office}
      |         ^
      hint: it is already on line 5`},
	{"share of unknown scheme", start + "shares:\n- {url: \"ftp://host/a\", zone: office}\n", `
5:9: no kind of share has the scheme "ftp"
    5 | - {url: "ftp://host/a", zone: office}
      |         ^
      hint: shares are smb://host/share, sftp://host/folder and local paths`},
	{"share without slashes", start + "shares:\n- {url: \"smb:host/a\", zone: office}\n", `
5:9: the url has no // after its scheme
    5 | - {url: "smb:host/a", zone: office}
      |         ^
      hint: smb://host/share, sftp://host/folder`},
	{"share without host", start + "shares:\n- {url: \"smb:///a\", zone: office}\n", `
5:9: the url names no host
    5 | - {url: "smb:///a", zone: office}
      |         ^
      hint: smb://host/share, sftp://host/folder`},
	{"share with home", start + "shares:\n- {url: \"~/a\", zone: office}\n", `
5:9: ~ is not expanded
    5 | - {url: "~/a", zone: office}
      |         ^
      hint: write the whole path`},
	{"share with query", start + "shares:\n- {url: \"smb://host/a?b\", zone: office}\n", `
5:9: a share has no ? and no # in its url
    5 | - {url: "smb://host/a?b", zone: office}
      |         ^
      hint: write ? as %3F and # as %23`},
	{"share with fragment", start + "shares:\n- {url: \"smb://host/a#b\", zone: office}\n", `
5:9: a share has no ? and no # in its url
    5 | - {url: "smb://host/a#b", zone: office}
      |         ^
      hint: write ? as %3F and # as %23`},
	{"share with bad escape", start + "shares:\n- {url: \"smb://host/100%\", zone: office}\n", `
5:9: the url cannot be read
    5 | - {url: "smb://host/100%", zone: office}
      |         ^
      hint: write % as %25, # as %23, ? as %3F, and a port as a number`},
	{"share with port 70000", start + "shares:\n- {url: \"smb://host:70000/a\", zone: office}\n", `
5:9: the port of the url is out of range
    5 | - {url: "smb://host:70000/a", zone: office}
      |         ^
      hint: ports are 1 to 65535`},
	{"file with host", start + "shares:\n- {url: \"file://host/a\", zone: office}\n", `
5:9: a file url names no host
    5 | - {url: "file://host/a", zone: office}
      |         ^
      hint: file:///srv/share, or the path alone`},
	{"share names its user twice", start + "shares:\n- {url: \"smb://u@host/a\", zone: office, user: v}\n", `
5:3: the share names its user twice
    5 | - {url: "smb://u@host/a", zone: office, user: v}
      |   ^
      hint: in its url and as user: keep one`},
	{"share in the other zone's network", head + "zones:\n- {name: office, personal-data: forbidden, networks: [10.10.0.0/16]}\n- {name: print, personal-data: allowed, networks: [10.20.0.0/16]}\nshares:\n- {url: \"smb://10.10.0.5/a\", zone: print}\n", `
6:9: 10.10.0.5 is in a network of zone office, not of zone print
    6 | - {url: "smb://10.10.0.5/a", zone: print}
      |         ^
      hint: a share is judged by the rule of its zone`},
	{"password in url", start + "shares:\n- url: \"smb://svc:hunter2@host/a\"\n  zone: office\n", `
5:8: a url must not hold a password
    5 | (not shown: it may hold a password)
      hint: remove it and write password-from: file:PATH, keyring:NAME, env:NAME or prompt`},
	{"password in url, flow", start + "shares:\n- {url: \"smb://svc:hunter2@host/a\", zon: office}\n", `
5:9: a url must not hold a password
    5 | (not shown: it may hold a password)
      hint: remove it and write password-from: file:PATH, keyring:NAME, env:NAME or prompt
5:37: unknown key "…"; did you mean "zone"?
    5 | (not shown: it may hold a password)`},
	{"password with slash", start + "shares:\n- {url: \"smb://svc:hun/ter2@host/a\", zone: office}\n", `
5:9: a url must not hold a password
    5 | (not shown: it may hold a password)
      hint: remove it and write password-from: file:PATH, keyring:NAME, env:NAME or prompt`},
	{"password with at and percent", start + "shares:\n- {url: \"smb://s@vc:hunter2%@host/a\", zone: office}\n", `
5:9: the url cannot be read
    5 | (not shown: it may hold a password)
      hint: write % as %25, # as %23, ? as %3F, and a port as a number`},
	{"password in another scheme", start + "shares:\n- {url: \"ftp://svc:hunter2@host/a\", zone: office}\n", `
5:9: a url must not hold a password
    5 | (not shown: it may hold a password)
      hint: remove it and write password-from: file:PATH, keyring:NAME, env:NAME or prompt`},
	{"password without scheme", start + "shares:\n- {url: \"svc:hunter2@host/a\", zone: office}\n", `
5:9: a url must not hold a password
    5 | (not shown: it may hold a password)
      hint: remove it and write password-from: file:PATH, keyring:NAME, env:NAME or prompt`},
	{"password after one colon", start + "shares:\n- {url: \"smb:svc:hunter2@host/a\", zone: office}\n", `
5:9: a url must not hold a password
    5 | (not shown: it may hold a password)
      hint: remove it and write password-from: file:PATH, keyring:NAME, env:NAME or prompt`},
	{"password over two lines", start + "shares:\n- {url: \"smb://svc:hunt\n  er2@host/a\", zone: offce}\n", `
5:9: a url must not hold a password
    5 | (not shown: it may hold a password)
      hint: remove it and write password-from: file:PATH, keyring:NAME, env:NAME or prompt
6:22: unknown zone "…"
    6 | (not shown: it may hold a password)
      hint: the zones are office`},
	{"password as key", start + "shares:\n- url: a\n  zone: office\n  password: hunter2\n", `
7:3: unknown key "password"; did you mean "password-from"?
    7 | (not shown: it may hold a password)`},
	{"password as key, unclosed", start + "shares:\n- url: a\n  zone: office\n  password: \"hunter2\n", `
7:13: not YAML
    7 | (not shown: it may hold a password)`},
	{"password-from is a password", start + "shares:\n- url: a\n  zone: office\n  password-from: hunter2\n", `
7:18: password-from does not tell where the secret is
    7 | (not shown: it may hold a password)
      hint: file:PATH, command:CMD, credential:NAME, keyring:NAME, env:NAME or prompt; never the password itself`},
	{"password-from is a number", start + "shares:\n- url: a\n  zone: office\n  password-from: 1234567\n", `
7:18: password-from does not tell where the secret is
    7 | (not shown: it may hold a password)
      hint: file:PATH, command:CMD, credential:NAME, keyring:NAME, env:NAME or prompt; never the password itself`},
	{"password-from is a block", start + "shares:\n- url: a\n  zone: office\n  password-from: |\n    hunter2\n", `
7:18: password-from does not tell where the secret is
    7 | (not shown: it may hold a password)
      hint: file:PATH, command:CMD, credential:NAME, keyring:NAME, env:NAME or prompt; never the password itself`},
	{"password-from below its key", start + "shares:\n- url: a\n  zone: office\n  password-from:\n    hunter2\n", `
8:5: password-from does not tell where the secret is
    8 | (not shown: it may hold a password)
      hint: file:PATH, command:CMD, credential:NAME, keyring:NAME, env:NAME or prompt; never the password itself`},
	{"password-from of odd variable", start + "shares:\n- url: a\n  zone: office\n  password-from: \"env:hunter-2\"\n", `
7:18: password-from does not tell where the secret is
    7 | (not shown: it may hold a password)
      hint: file:PATH, command:CMD, credential:NAME, keyring:NAME, env:NAME or prompt; never the password itself`},
	{"password-from of nothing", start + "shares:\n- url: a\n  zone: office\n  password-from: \"file:\"\n", `
7:18: password-from does not tell where the secret is
    7 | (not shown: it may hold a password)
      hint: file:PATH, command:CMD, credential:NAME, keyring:NAME, env:NAME or prompt; never the password itself`},
	{"password with comma", start + "shares:\n- {url: a, zone: office, password: abc,hunter2}\n", `
5:26: unknown key "password"; did you mean "password-from"?
    5 | (not shown: it may hold a password)
5:40: unknown key "…"
    5 | (not shown: it may hold a password)
      hint: the keys here are url, zone, user, password-from, key, passphrase-from, known-hosts, snapshots`},
	{"password in user", start + "shares:\n- url: a\n  zone: office\n  user: svc%hunter2\n", `
7:9: a user name has no : or %
    7 | (not shown: it may hold a password)
      hint: a password does not belong there: write password-from`},
	{"key is a key", start + "fingerprint-key-from: hunter2\n", `
4:23: fingerprint-key-from does not tell where the secret is
    4 | (not shown: it may hold a password)
      hint: file:PATH, command:CMD, credential:NAME, keyring:NAME, env:NAME or prompt; never the password itself`},
}
