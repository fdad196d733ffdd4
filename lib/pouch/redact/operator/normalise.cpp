#include "pouch/redact/operator/normalise.hpp"

#include "pouch/redact/characters.hpp"
#include "pouch/redact/white.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstdlib>
#include <memory>
#include <utf8proc.h>

namespace pouch::redact {

namespace {

/// NFC with folded case; the text as it is if it is no text.
std::string folded(std::string_view value)
{
    utf8proc_uint8_t* out = nullptr;
    const auto size = utf8proc_map(
        reinterpret_cast<const utf8proc_uint8_t*>(value.data()), static_cast<utf8proc_ssize_t>(value.size()),
        &out, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD));
    if (size < 0) return std::string(value);
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(out, &std::free);
    return {reinterpret_cast<const char*>(out), static_cast<std::size_t>(size)};
}

/// The text without white space. A plus sign may be of the value.
std::string without_white(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const auto white = text[i] == '+' ? 0 : white_size(text, i);
        if (white == 0) out += text[i];
        i += std::max<std::size_t>(white, 1);
    }
    return out;
}

/// The runs of letters and digits; all that is not ASCII counts as such, but white space.
std::vector<std::string> words_of(std::string_view text)
{
    std::vector<std::string> words(1);
    for (std::size_t i = 0; i < text.size();) {
        const auto white = white_size(text, i);
        const bool is_part = white == 0 && (!is_ascii(text[i]) || (is_word(text[i]) && text[i] != '_'));
        if (is_part) {
            words.back() += text[i];
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
        i += std::max<std::size_t>(white, 1);
    }
    if (words.back().empty()) words.pop_back();
    return words;
}

std::string joined(const std::vector<std::string>& words)
{
    std::string all;
    for (const auto& word : words) all += word;
    return all;
}

std::string national(std::string number)
{
    if (number.starts_with("00")) number.erase(0, 2);
    if (!number.starts_with("82")) return number;
    number.erase(0, 2);
    return number.starts_with('0') ? number : "0" + number;
}

std::string plain_address(std::string_view value)
{
    std::string out;
    for (const char c : value) {
        if (std::string_view("[](){}").find(c) == std::string_view::npos) out += c;
    }
    if (out.starts_with("hxxp")) out.replace(0, 4, "http");
    in6_addr address{};
    std::array<char, INET6_ADDRSTRLEN> canonical{};
    if (::inet_pton(AF_INET6, out.c_str(), &address) == 1 &&
        ::inet_ntop(AF_INET6, &address, canonical.data(), canonical.size()) != nullptr) {
        return canonical.data();
    }
    return out;
}

} // namespace

Normaliser::Kind Normaliser::kind_of(const Rule& rule)
{
    if (!rule.names.empty()) return Kind::name;
    if (rule.builtin == nullptr) return Kind::text;
    const auto is_one_of = [&](std::initializer_list<std::string_view> names) {
        return std::find(names.begin(), names.end(), rule.builtin->name) != names.end();
    };
    if (rule.builtin->name == "phone-kr") return Kind::phone_kr;
    if (is_one_of({"phone", "rrn-kr", "frn-kr", "brn-kr", "crn-kr", "driver-kr", "passport-kr", "pan", "iban",
                   "imei", "imsi", "mac"}))
        return Kind::number;
    return is_one_of({"ipv4", "ipv6", "cidr", "email", "domain", "url"}) ? Kind::address : Kind::text;
}

Normaliser::Normaliser(const Rule& rule) : kind_(kind_of(rule))
{
    std::size_t first = 0;
    for (std::size_t i = 0; i < rule.names.size(); ++i) {
        if (rule.people[i] != rule.people[first]) first = i;
        const auto person = joined(words_of(folded(rule.names[first])));
        auto words = words_of(folded(rule.names[i]));
        // Each order in which a name is found begins at another word.
        for (std::size_t turn = 0; turn < words.size(); ++turn) {
            people_.emplace(joined(words), person);
            std::rotate(words.begin(), words.begin() + 1, words.end());
        }
    }
}

std::string Normaliser::operator()(std::string_view value) const
{
    const auto text = folded(value);
    switch (kind_) {
    case Kind::text:
        return without_white(text);
    case Kind::number:
        return joined(words_of(text));
    case Kind::phone_kr:
        return national(joined(words_of(text)));
    case Kind::address:
        return plain_address(text);
    case Kind::name:
        break;
    }
    auto letters = joined(words_of(text));
    const auto person = people_.find(letters);
    return person == people_.end() ? letters : person->second;
}

} // namespace pouch::redact
