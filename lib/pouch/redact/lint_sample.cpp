#include "pouch/redact/lint_sample.hpp"

#include <array>
#include <cstdint>
#include <fmt/format.h>
#include <iterator>
#include <string>

namespace pouch::redact {

namespace {

constexpr std::size_t sample_bytes = std::size_t{1} << 20U;

constexpr std::array<std::string_view, 8> english = {
    "The loader was signed with a certificate that had been revoked two weeks before.",
    "Analysts assess with moderate confidence that the same operators are behind both intrusions.",
    "No further action is needed at this time; the owner of the host has been told.",
    "According to the shipping agent, Jane Roe opened the attachment on Tuesday morning (see annex B).",
    "Exfiltration began at 03:14 and went on, in small pieces, for a little under six hours.",
    "The second stage reads its configuration from the registry and deletes itself after 30 days.",
    "A copy of the report went to the working group; comments are due by the end of the month.",
    "Version 2.14.1 of the library is not affected, 2.14.0 and all before it are.",
};
constexpr std::array<std::string_view, 8> korean = {
    "공격자는 업무 관련 문서로 위장한 전자우편을 보내 악성코드를 내려받게 하였다.",
    "피해 업체의 설계 부서에서 사용하던 단말 세 대가 같은 시각에 감염된 것으로 확인되었다.",
    "담당자 홍길동 과장은 첨부파일을 열어 본 뒤 이상을 느껴 즉시 신고하였다고 진술하였다.",
    "해당 계좌로 입금된 금액은 여러 차례에 걸쳐 가상자산 거래소로 이체되었다.",
    "추가 피해를 막기 위하여 관계 기관에 지표를 공유하고 차단을 요청하였다.",
    "제12조 제3항에 따라 자료 보존을 요청하며, 보존 기간은 90일로 한다.",
    "합동 조사단은 2026년 3월 15일까지 중간 보고서를 제출할 예정이다.",
    "이 문서는 훈련용이며 실제 인물이나 단체와는 아무런 관계가 없다.",
};
constexpr std::array<std::string_view, 4> programs = {"sshd", "kernel", "postfix/smtpd", "nginx"};
constexpr std::array<std::string_view, 4> words = {"login", "transfer", "beacon", "download"};

/// Numbers that look random (splitmix64).
class Dice {
  public:
    std::uint64_t next()
    {
        state_ += 0x9E3779B97F4A7C15U;
        auto z = state_;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31U);
    }
    std::uint64_t below(std::uint64_t limit) { return next() % limit; }
    template <std::size_t N> std::string_view of(const std::array<std::string_view, N>& texts)
    {
        return texts[below(N)];
    }

  private:
    std::uint64_t state_ = 1;
};

/// As many numbers as `limits`, each below its own; in their order, which that of function arguments would not be.
template <typename... Limit> auto draw(Dice& dice, Limit... limits)
{
    return std::array{dice.below(static_cast<std::uint64_t>(limits))...};
}

template <std::size_t N>
void add_prose(Dice& dice, std::string& text, const std::array<std::string_view, N>& sentences)
{
    for (auto n = 2 + dice.below(4); n > 0; --n) text.append(dice.of(sentences)).append(n > 1 ? " " : "\n\n");
}

void add_english(Dice& dice, std::string& text)
{
    add_prose(dice, text, english);
    const auto [is_silent, desk, number, page] = draw(dice, 4, 90, 10000, 1U << 30U);
    if (is_silent != 0) return;
    fmt::format_to(std::back_inserter(text),
                   "Contact: desk{}@example.org, +82 10-0000-{:04}, https://www.example.org/r/{:x}?v=2\n\n",
                   desk, number, page);
}

void add_korean(Dice& dice, std::string& text)
{
    add_prose(dice, text, korean);
    const auto [is_silent, number, region, plate, file] = draw(dice, 4, 10000, 90, 10000, 100000);
    if (is_silent != 0) return;
    fmt::format_to(std::back_inserter(text),
                   "연락처는 010-0000-{:04}이고 차량은 {}가 {:04}, 사건 2026형제{}호이다.\n\n", number,
                   10 + region, plate, file);
}

void add_json(Dice& dice, std::string& text)
{
    const auto [day, hour, minute, second, host, port, user] = draw(dice, 28, 24, 60, 60, 256, 60000, 500);
    const auto event = dice.of(words);
    const std::array digest{dice.next(), dice.next(), dice.next(), dice.next()};
    const auto note = dice.below(2) == 0 ? dice.of(english) : dice.of(korean);
    fmt::format_to(
        std::back_inserter(text),
        "{{\"time\":\"2026-03-{:02}T{:02}:{:02}:{:02}Z\",\"event\":\"{}\",\"src\":\"192.0.2.{}\",\"port\":{},"
        "\"user\":\"user{}@mail.example.org\",\"sha256\":\"{:016x}{:016x}{:016x}{:016x}\",\"note\":\"{}\"}}"
        "\n",
        day + 1, hour, minute, second, event, host, port + 1024, user, digest[0], digest[1], digest[2],
        digest[3], note);
}

void add_log(Dice& dice, std::string& text)
{
    const auto [day, hour, minute, second, own, process] = draw(dice, 28, 24, 60, 60, 40, 65536);
    const auto [host, port, net, peer] = draw(dice, 256, 60000, 65536, 65536);
    const auto mac = draw(dice, 256, 256, 256);
    const auto program = dice.of(programs);
    const auto event = dice.of(words);
    fmt::format_to(
        std::back_inserter(text),
        "Mar {:2} {:02}:{:02}:{:02} host{} {}[{}]: {} from 198.51.100.{} port {} via 2001:db8:{:x}::{:x} "
        "00:53:00:{:02x}:{:02x}:{:02x} id={:016x}\n",
        day + 1, hour, minute, second, own, program, process, event, host, port + 1024, net, peer, mac[0],
        mac[1], mac[2], dice.next());
}

std::string make_sample()
{
    constexpr std::array makers = {add_english, add_korean, add_json, add_log};
    std::array<std::size_t, makers.size()> sizes{};
    std::string text;
    Dice dice;
    while (text.size() < sample_bytes) {
        // The kind of which there is least comes next: a quarter each.
        std::size_t least = 0;
        for (std::size_t i = 1; i < sizes.size(); ++i) {
            if (sizes[i] < sizes[least]) least = i;
        }
        const auto before = text.size();
        makers[least](dice, text);
        sizes[least] += text.size() - before;
    }
    text.resize(text.rfind('\n', sample_bytes - 1) + 1);
    return text;
}

} // namespace

std::string_view lint_sample()
{
    static const std::string sample = make_sample();
    return sample;
}

} // namespace pouch::redact
