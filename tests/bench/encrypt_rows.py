"""encrypt against age."""


def encrypt_rows(bench, quick):
    bench.run("age-keygen -o id 2>recipient && sed -i 's/.*: //' recipient")
    bench.run("age -r $(cat recipient) -o big.age big; head -c 1 big >one")
    age, ours = "age -r $(cat recipient)", "encrypt -r $(cat recipient)"
    bench.row("encrypt to /dev/null", f"{age} big >/dev/null", f"{ours} big >/dev/null", 2.5)
    bench.row("encrypt -d to /dev/null", "age -d -i id big.age >/dev/null", "encrypt -d -i id big.age >/dev/null", 3)
    bench.row("encrypt through pipes", f"cat big | {age} | cat >/dev/null", f"cat big | {ours} | cat >/dev/null", 2)
    bench.row("encrypt -d through pipes", "cat big.age | age -d -i id | cat >/dev/null",
              "cat big.age | encrypt -d -i id | cat >/dev/null", 2)
    bench.row("encrypt file to file", f"{age} -o out big", f"{ours} -o out big", 1.8, before="rm -f out")
    bench.row("encrypt -d file to file", "age -d -i id -o out big.age", "encrypt -d -i id -o out big.age", 1.8,
              before="rm -f out")
    times = 20 if quick else 100
    bench.row(f"encrypt 1 byte, {times} times", f"for i in $(seq {times}); do {age} one >/dev/null; done",
              f"for i in $(seq {times}); do {ours} one >/dev/null; done", 1)
    bench.run("age -d -i id -o a big.age; cmp a big; rm a; encrypt -d -i id -o a big.age; cmp a big; rm a;"
              f"{ours} -o b big; age -d -i id -o a b; cmp a big; rm a b big.age")
    print("crossed over: encrypt -d opens what age wrote, age -d opens what encrypt wrote: equal", flush=True)
