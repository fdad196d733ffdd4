#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

/// Coded recognisers: exact bounds and check digits. Each judges one place of a text that a cheap pass over
/// the bytes (anchors.hpp) has raised: an address around a dot, a number that starts here.
///
/// Borders are ASCII: a Hangul letter beside a value is a border, since Korean writes particles without a
/// blank. The letter of a JSON escape (`\n10.0.0.1`) is a border too.
namespace pouch::redact {

enum class Builtin : std::uint8_t { ipv4, ipv6, email, url, phone_kr, rrn_kr, frn_kr, pan };
inline constexpr std::size_t builtin_count = 8;

/// The recogniser a rules file calls `name`: ipv4, ipv6, email, url, phone-kr, rrn-kr, frn-kr, pan.
[[nodiscard]] std::optional<Builtin> builtin_named(std::string_view name);

/// The bytes of the longest value that `builtin` finds; `longest_match` for those without a limit of their
/// own.
[[nodiscard]] std::size_t longest_of(Builtin builtin);

/// True if some of its matches are weak: in need of a context word when the rule gives any.
[[nodiscard]] bool has_weak_form(Builtin builtin);

/// No match is longer than this, in bytes. What would be is an error, never a miss.
inline constexpr std::size_t longest_match = 4096;
/// Bytes beside a match that may decide whether it is one: context words, borders, a last repeated group.
inline constexpr std::size_t look_around = 512;

struct Hit {
    std::size_t begin;
    std::size_t end;
    bool is_weak = false;
};

/// `at` is a dot between two digits. Weak: four single digits, as versions have.
[[nodiscard]] std::optional<Hit> judge_ipv4(std::string_view text, std::size_t at);
/// `at` is a colon. RFC 4291 text forms with `::`, embedded IPv4 and zone. Weak: fewer than three groups.
[[nodiscard]] std::optional<Hit> judge_ipv6(std::string_view text, std::size_t at);
/// `at` is the @ sign.
[[nodiscard]] std::optional<Hit> judge_email(std::string_view text, std::size_t at);
/// `at` is the colon of `://`. Any scheme, hxxp included.
[[nodiscard]] std::optional<Hit> judge_url(std::string_view text, std::size_t at);
/// `at` is a leading 0 or the plus sign of +82. Weak: a fixed line without separators.
[[nodiscard]] std::optional<Hit> judge_phone_kr(std::string_view text, std::size_t at);
/// `at` is the first digit of a run of six or more. The date is checked. Weak: without dash and with a wrong
/// check digit (numbers issued since October 2020 have none), or with a blank for the dash.
[[nodiscard]] std::optional<Hit> judge_rrn_kr(std::string_view text, std::size_t at);
/// As judge_rrn_kr, for foreigners' registration numbers.
[[nodiscard]] std::optional<Hit> judge_frn_kr(std::string_view text, std::size_t at);
/// `at` is the first digit of a run of four or more. 13 to 19 digits, plain or in the groups cards print;
/// Luhn.
[[nodiscard]] std::optional<Hit> judge_pan(std::string_view text, std::size_t at);

[[nodiscard]] std::optional<Hit> judge(Builtin builtin, std::string_view text, std::size_t at);

} // namespace pouch::redact
