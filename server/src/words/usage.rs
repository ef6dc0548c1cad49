//! What is said to whoever asks how.

/// How the program is called.
pub const USAGE: &str = "\
wufei-server serve [--config FILE] --database DATABASE [--listen 127.0.0.1:PORT] [--port-file FILE]
                   [--tick-ms N] [--oldest-protocol N] [--public-address URL] [--photos FOLDER]
                   [--certificate FILE.pem --certificate-key FILE.pem]
                   [--trusted-proxy ADDRESS|NETWORK,…]
                   [--backups-folder FOLDER] [--backups-every 24h] [--backups-keep N]
                   [--metrics 127.0.0.1:PORT] [--log plain|json] [--log-level error|warn|info|debug]
wufei-server config show [--config FILE] [words of serve]
wufei-server import areas --database DATABASE FILE.csv
wufei-server import roll --database DATABASE FILE.json
wufei-server code issue --database DATABASE --actor UUID [--valid-minutes N]
wufei-server device list --database DATABASE
wufei-server device lost --database DATABASE --device UUID [--even-unsent]
wufei-server device found --database DATABASE --device UUID
wufei-server device revoke --database DATABASE --device UUID
wufei-server epoch renew --database DATABASE
wufei-server compact --database DATABASE
wufei-server audit list --database DATABASE [--since ROW]
wufei-server audit head --database DATABASE --out FILE
wufei-server audit verify --database DATABASE [--head FILE]
wufei-server login add --database DATABASE --actor UUID --name NAME
wufei-server login reset --database DATABASE --actor UUID
wufei-server login list --database DATABASE
wufei-server consent give --database DATABASE --household ID|--actor UUID --purpose PURPOSE --text N
wufei-server consent withdraw --database DATABASE --household ID|--actor UUID --purpose PURPOSE
wufei-server consent list --database DATABASE --household ID|--actor UUID
wufei-server phone set|erase --database DATABASE --household ID|--actor UUID
wufei-server phone find --database DATABASE
wufei-server household export --database DATABASE --card NUMBER --out FILE.json
wufei-server household erase --database DATABASE --card NUMBER
wufei-server grant list --database DATABASE
wufei-server grant limit --database DATABASE --actor UUID --days N
wufei-server grant end|open --database DATABASE --actor UUID
wufei-server lease list --database DATABASE
wufei-server lease revoke --database DATABASE --turf UUID --actor UUID
wufei-server lease allow --database DATABASE --turf UUID --actor UUID
wufei-server held list --database DATABASE
wufei-server held take --database DATABASE --record UUID
wufei-server held refuse --database DATABASE --record UUID --why TEXT
wufei-server missing list --database DATABASE --area CODE [--floor N] [--photos FOLDER]
wufei-server missing answer --database DATABASE --file FILE
wufei-server screen add --database DATABASE --area CODE --place TEXT
wufei-server screen list --database DATABASE
wufei-server poster --item KEY|--lesson KEY --out FILE.pdf [--size a4|a3|card] [--lang zh-CN|en]
                    [--public-address URL [--code CODE --database DATABASE]]
                    [--chromium PROGRAM] [--no-sandbox]
wufei-server rulebook pages --database DATABASE --out FOLDER [--lang zh-CN|en]
wufei-server rulebook correct --database DATABASE [--key FILE] [--check] FILE.csv|FILE.xlsx
wufei-server backup --database DATABASE FILE
wufei-server restore --database DATABASE FILE
wufei-server restore list --database DATABASE
wufei-server copy --from DATABASE --to DATABASE
wufei-server distribution
wufei-server openapi
wufei-server version
DATABASE is sqlite:PATH or postgres://USER@HOST/NAME; `--config FILE` may stand for `--database DATABASE`";
