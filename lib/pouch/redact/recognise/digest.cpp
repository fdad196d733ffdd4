#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/anchors.hpp"
#include "pouch/redact/recognise/digits.hpp"
#include "pouch/redact/recognise/host.hpp"

#include <algorithm>

namespace pouch::redact::recognise {

namespace {

bool is_base64(char c)
{
    return is_letter(c) || is_digit(c) || c == '+' || c == '/';
}

/// The first of 32 hexadecimal digits or more; a colon between a digit and six characters of base64.
MaskGraph::Id places(MaskGraph& graph)
{
    const auto digit_bytes = byte_range('0', '9');
    const auto hex_bytes = digit_bytes | byte_range('A', 'F') | byte_range('a', 'f');
    const auto hex = graph.without(graph.run(graph.bytes(hex_bytes), 32), graph.behind(hex_bytes));
    const auto base64 =
        graph.bytes(digit_bytes | byte_range('A', 'Z') | byte_range('a', 'z') | bytes_in("+/"));
    const auto colon = graph.both(graph.bytes(bytes_in(":")), graph.behind(digit_bytes));
    return graph.either(hex, graph.both(colon, graph.ahead(graph.run(base64, 6), 1)));
}

/// MD5, SHA-1 and the four of SHA-2, by their number of hexadecimal digits. Weak: digits only, or letters only.
std::optional<Hit> judge_hex(std::string_view text, std::size_t at)
{
    constexpr std::size_t sizes[] = {32, 40, 56, 64, 96, 128};
    constexpr std::size_t most = 129;
    if (at > 0 && is_hex(text[at - 1])) return std::nullopt;
    const auto begin = is_escape_letter(text, at) ? at + 1 : at;
    std::size_t size = 0;
    while (size < most && is_hex(at_or_nul(text, begin + size))) ++size;
    const auto end = begin + size;
    if (std::find(std::begin(sizes), std::end(sizes), size) == std::end(sizes)) return std::nullopt;
    const auto is_prefix = [&] {
        // `0x` before 40 digits makes the address of a coin.
        return begin > 1 && to_lower(text[begin - 1]) == 'x' && text[begin - 2] == '0' &&
               is_border_before(text, begin - 2) && size != 40;
    };
    // The low line stands in names of files: `sample_<digest>_1.bin`.
    if (!is_border_before(text, begin) && !is_prefix()) return std::nullopt;
    if (!is_border_after(text, end)) return std::nullopt;
    const auto value = text.substr(begin, size);
    if (value.find_first_not_of(value.front()) == npos) return std::nullopt;
    const auto digits = std::count_if(value.begin(), value.end(), is_digit);
    const bool is_mixed = digits > 0 && static_cast<std::size_t>(digits) < size;
    return Hit{begin, end, is_mixed ? Strength::strong : Strength::weak};
}

/// How many characters of base64 stand at `i`, counted up to one more than the longest part of a fuzzy hash.
std::size_t part_size(std::string_view text, std::size_t i)
{
    constexpr std::size_t longest_part = 64;
    std::size_t size = 0;
    while (size <= longest_part && is_base64(at_or_nul(text, i + size))) ++size;
    return size <= longest_part ? size : 0;
}

/// ssdeep: the size of a block, 3 times a power of two, and two parts in base64 with colons between. Weak: short parts
/// without letters of both cases, which may be a list.
std::optional<Hit> judge_fuzzy(std::string_view text, std::size_t at)
{
    constexpr std::size_t most_digits = 10;
    std::size_t begin = at;
    while (begin > 0 && at - begin <= most_digits && is_digit(text[begin - 1])) --begin;
    if (begin == at || at - begin > most_digits || !is_border_before(text, begin)) return std::nullopt;
    std::uint64_t block = 0;
    for (auto i = begin; i < at; ++i) block = block * 10 + digit_at(text, i);
    if (text[begin] == '0' || block % 3 != 0 || ((block / 3) & (block / 3 - 1)) != 0) return std::nullopt;
    const auto first = part_size(text, at + 1);
    const auto middle = at + 1 + first;
    if (first < 6 || at_or_nul(text, middle) != ':') return std::nullopt;
    const auto second = part_size(text, middle + 1);
    if (second < 3) return std::nullopt;
    const auto value = text.substr(at + 1, first);
    const auto in_case = [&](char a, char z) {
        return std::any_of(value.begin(), value.end(), [=](char c) { return c >= a && c <= z; });
    };
    const bool is_telling = first >= 12 && in_case('a', 'z') && in_case('A', 'Z');
    return Hit{begin, middle + 1 + second, is_telling ? Strength::strong : Strength::weak};
}

std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    const char c = at_or_nul(text, at);
    if (c == ':') return judge_fuzzy(text, at);
    return is_hex(c) ? judge_hex(text, at) : std::nullopt;
}

constexpr Example examples[] = {
    {"d41d8cd98f00b204e9800998ecf8427e", "d41d8cd98f00b204e9800998ecf8427e"},
    {"해시는D41D8CD98F00B204E9800998ECF8427E이다", "D41D8CD98F00B204E9800998ECF8427E"},
    {"md5:d41d8cd98f00b204e9800998ecf8427e,", "d41d8cd98f00b204e9800998ecf8427e"},
    {"\\nd41d8cd98f00b204e9800998ecf8427e\\n", "d41d8cd98f00b204e9800998ecf8427e"},
    {"\\bd41d8cd98f00b204e9800998ecf8427e", "d41d8cd98f00b204e9800998ecf8427e"},
    {"\\fd41d8cd98f00b204e9800998ecf8427", ""},
    {"sample_d41d8cd98f00b204e9800998ecf8427e_1.bin", "d41d8cd98f00b204e9800998ecf8427e"},
    {"{\"SHA-1\":\"da39a3ee5e6b4b0d3255bfef95601890afd80709\"}", "da39a3ee5e6b4b0d3255bfef95601890afd80709"},
    {"d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f",
     "d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f"},
    {"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b",
     "38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b"},
    {"cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
     "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
     "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
     "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e"},
    {"12345678901234567890123456789012", "?12345678901234567890123456789012"},
    {"abcdefabcdefabcdefabcdefabcdefab", "?abcdefabcdefabcdefabcdefabcdefab"},
    {"ssdeep 24:Ol9rFBzwjx5ZKvBF+bi8RuM4Pp6rG5Yg+q8wIXhMC:qrFBzKx5s8sM4grq8wIXht,\"a.exe\"",
     "24:Ol9rFBzwjx5ZKvBF+bi8RuM4Pp6rG5Yg+q8wIXhMC:qrFBzKx5s8sM4grq8wIXht"},
    {"\"3:AIO9AJraNvsgzsVqSwHq:AIO9AJraNvsgzsVqSwlq\"", "3:AIO9AJraNvsgzsVqSwHq:AIO9AJraNvsgzsVqSwlq"},
    {"1536:abcdefgh:defgh", "?1536:abcdefgh:defgh"},
    {"1000:Ol9rFBzwjx5ZKvBF:qrFBzKx5s8sM", ""},
    {"24:abc:def", ""},
    {"12:34:56", ""},
    {"x24:Ol9rFBzwjx5ZKvBF:qrFBzKx5s8sM", ""},
    {"24:Ol9rFBzwjx5ZKvBF", ""},
    {"00000000000000000000000000000000", ""},
    {"ffffffffffffffffffffffffffffffffffffffff", ""},
    {"550e8400-e29b-41d4-a716-446655440000", ""},
    {"d41d8cd98f00b204e9800998ecf8427", ""},
    {"d41d8cd98f00b204e9800998ecf8427e0", ""},
    {"d41d8cd98f00b204e9800998ecf8427eg", ""},
    {"gd41d8cd98f00b204e9800998ecf8427e", ""},
    {"0xda39a3ee5e6b4b0d3255bfef95601890afd80709", ""},
    {"cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
     "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e0",
     ""},
};

} // namespace

const Recogniser digest{
    .name = "digest",
    .longest = 256,
    .places = places,
    .judge = judge,
    .has_weak = true,
    .examples = examples,
};

} // namespace pouch::redact::recognise
