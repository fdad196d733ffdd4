"""What is measured: files in memory, the same every time."""
import random

MIB = 1 << 20

ENGLISH = """the of and to in a was that by on with for at from were report host network address actor campaign
server account password mail attachment domain certificate traffic beacon operator victim logistics shipyard exchange
wallet transfer investigation evidence analyst sensor observed between march april morning port berth planning software
update library signed archive staged uploaded credential proxy firewall record session remote unknown earlier later""".split()
KOREAN = """피해 단말 에서 접속 기록 을 확인 하였다 서버 주소 는 다음 과 같다 보고서 작성 담당 자 해킹 조직 의 공격 이
전자우편 첨부 파일 계정 탈취 된 것으로 보인다 조선업체 설계 부서 물류 거래소 계좌 출금 수사 결과 통보 조치 요청 차단 목록""".split()


def hits(rng):
    """What rules find, in documentation ranges, about as often as real reports and logs hold it."""
    return rng.choice([
        f"192.0.2.{rng.randrange(256)}", f"198.51.100.{rng.randrange(256)}", f"user{rng.randrange(9999)}@example.org",
        f"010-0000-{rng.randrange(10000):04d}", "960229-3675601", "4111 1111 1111 1111",
        f"https://host{rng.randrange(99)}.example/{rng.getrandbits(32):x}", f"{rng.getrandbits(256):064x}",
        f"2001:db8:44::{rng.randrange(65536):x}", "COPPER FINCH", "Jane Roe", "홍길동",
    ])


def prose(rng, words):
    return " ".join(hits(rng) if rng.random() < 0.01 else rng.choice(words) for _ in range(16)) + ".\n"


def record(rng):
    """A line of a log; the address in each is what a rule removes."""
    return (f'{{"time":"2026-03-{rng.randrange(1, 29):02d}T{rng.randrange(24):02d}:{rng.randrange(60):02d}:00Z",'
            f'"event":"{rng.choice(ENGLISH)}","id":"{rng.getrandbits(64):016x}","bytes":{rng.randrange(10**6)},'
            f'"src":"192.0.2.{rng.randrange(256)}","note":"{rng.choice(KOREAN)} {rng.choice(ENGLISH)}"}}\n')


def log(rng):
    """A line of a system log."""
    stamp = f"Mar {rng.randrange(1, 29):2d} {rng.randrange(24):02d}:{rng.randrange(60):02d}:{rng.randrange(60):02d}"
    if rng.random() < 0.3:
        return (f"{stamp} gate{rng.randrange(9)} sshd[{rng.randrange(30000)}]: Failed password for invalid user "
                f"{rng.choice(ENGLISH)} from 192.0.2.{rng.randrange(256)} port {rng.randrange(1024, 65536)} ssh2\n")
    return (f"{stamp} host{rng.randrange(99)} app[{rng.randrange(30000)}]: level=info module={rng.choice(ENGLISH)} "
            f"took={rng.randrange(10**5)}us id={rng.getrandbits(64):016x} {rng.choice(ENGLISH)} {rng.choice(ENGLISH)}\n")


class Content:
    """Pools of lines, cut anew for every file: text that compresses as text does, made at memory speed."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        makers = {"english": lambda r: prose(r, ENGLISH), "korean": lambda r: prose(r, KOREAN), "json": record, "log": log}
        self.pools = {}
        for kind, make in makers.items():
            lines = [make(self.rng).encode() for _ in range(60000)]
            self.pools[kind] = [b"".join(lines[i:i + 400]) for i in range(0, len(lines), 400)]

    def write(self, path, kind, size):
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "wb") as out:
            left = size
            while left > 0:
                piece = self.rng.randbytes(min(left, MIB)) if kind == "random" else self.rng.choice(self.pools[kind])
                out.write(piece[:left])
                left -= len(piece)

    def tree(self, root, size):
        """Mostly small files, most bytes in large ones: a share of a liaison desk."""
        kinds = ["english", "json", "json", "korean", "random"]
        left, number = size, 0
        while left > 0:
            kind = kinds[number % len(kinds)]
            want = int(self.rng.lognormvariate(9.5, 2.1)) if number % 50 else size // 24
            want = max(1, min(left, want))
            self.write(root / f"{number % 37:02d}-{'자료' if number % 3 else 'files'}" / f"{kind}-{number:06d}", kind, want)
            left -= want
            number += 1
        return number

    def text(self, path, size):
        with open(path, "wb") as out:
            left = size
            while left > 0:
                piece = self.rng.choice(self.pools[self.rng.choice(["english", "json", "korean", "log"])])
                out.write(piece)
                left -= len(piece)
