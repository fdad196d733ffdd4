#include "pouch/redact/builtin.hpp"

#include <array>
#include <utility>

namespace pouch::redact {

namespace {

constexpr std::array<std::pair<std::string_view, Builtin>, builtin_count> names{{
    {"ipv4", Builtin::ipv4},
    {"ipv6", Builtin::ipv6},
    {"email", Builtin::email},
    {"url", Builtin::url},
    {"phone-kr", Builtin::phone_kr},
    {"rrn-kr", Builtin::rrn_kr},
    {"frn-kr", Builtin::frn_kr},
    {"pan", Builtin::pan},
}};

} // namespace

std::optional<Builtin> builtin_named(std::string_view name)
{
    for (const auto& [known, builtin] : names) {
        if (known == name) return builtin;
    }
    return std::nullopt;
}

std::size_t longest_of(Builtin builtin)
{
    switch (builtin) {
    case Builtin::email:
    case Builtin::url:
        return longest_match;
    case Builtin::ipv4:
    case Builtin::ipv6:
    case Builtin::phone_kr:
    case Builtin::rrn_kr:
    case Builtin::frn_kr:
    case Builtin::pan:
        break;
    }
    return 128;
}

bool has_weak_form(Builtin builtin)
{
    return builtin != Builtin::email && builtin != Builtin::url && builtin != Builtin::pan;
}

std::optional<Hit> judge(Builtin builtin, std::string_view text, std::size_t at)
{
    switch (builtin) {
    case Builtin::ipv4:
        return judge_ipv4(text, at);
    case Builtin::ipv6:
        return judge_ipv6(text, at);
    case Builtin::email:
        return judge_email(text, at);
    case Builtin::url:
        return judge_url(text, at);
    case Builtin::phone_kr:
        return judge_phone_kr(text, at);
    case Builtin::rrn_kr:
        return judge_rrn_kr(text, at);
    case Builtin::frn_kr:
        return judge_frn_kr(text, at);
    case Builtin::pan:
        break;
    }
    return judge_pan(text, at);
}

} // namespace pouch::redact
