#include "pouch/label/user_input.hpp"

#include "pouch/base/time.hpp"

#include <algorithm>
#include <array>

namespace pouch::label {

namespace {

constexpr std::size_t longest_text = 256;
constexpr std::size_t longest_integer = 18;

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_text(std::string_view value)
{
    const auto control = [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; };
    return !value.empty() && value.size() <= longest_text && value.front() != ' ' && value.back() != ' ' &&
           value.find("  ") == std::string_view::npos && std::none_of(value.begin(), value.end(), control);
}

bool is_integer(std::string_view value)
{
    if (value == "0") return true;
    if (value.starts_with('-')) value.remove_prefix(1);
    return !value.empty() && value.size() <= longest_integer && value.front() != '0' &&
           std::all_of(value.begin(), value.end(), is_digit);
}

/// The three fields of a format in its order, and what stands between them.
struct DateFields {
    std::array<char, 3> order = {};
    std::string_view separator;
};

bool read_format(std::string_view format, DateFields& fields)
{
    const auto take = [&](char& field) {
        for (const std::string_view word : {"YYYY", "yyyy", "MM", "DD", "dd"}) {
            if (!format.starts_with(word)) continue;
            field = word.front() == 'y' ? 'Y' : word.front() == 'd' ? 'D' : word.front();
            format.remove_prefix(word.size());
            return true;
        }
        return false;
    };
    if (!take(fields.order[0])) return false;
    if (!format.empty() && std::string_view("-/. ").find(format.front()) != std::string_view::npos) {
        fields.separator = format.substr(0, 1);
    }
    for (auto* field : {&fields.order[1], &fields.order[2]}) {
        if (!format.starts_with(fields.separator)) return false;
        format.remove_prefix(fields.separator.size());
        if (!take(*field)) return false;
    }
    auto sorted = fields.order;
    std::sort(sorted.begin(), sorted.end());
    return format.empty() && sorted == std::array<char, 3>{'D', 'M', 'Y'};
}

bool is_day(std::string_view format, std::string_view value)
{
    DateFields fields;
    if (!read_format(format, fields)) return false;
    int year = 0;
    int month = 0;
    int day = 0;
    for (std::size_t i = 0; i < fields.order.size(); ++i) {
        if (i > 0) {
            if (!value.starts_with(fields.separator)) return false;
            value.remove_prefix(fields.separator.size());
        }
        const std::size_t width = fields.order.at(i) == 'Y' ? 4 : 2;
        if (value.size() < width) return false;
        int number = 0;
        for (const char c : value.substr(0, width)) {
            if (!is_digit(c)) return false;
            number = number * 10 + (c - '0');
        }
        value.remove_prefix(width);
        (fields.order.at(i) == 'Y' ? year : fields.order.at(i) == 'M' ? month : day) = number;
    }
    return value.empty() && is_calendar_day(year, month, day);
}

} // namespace

bool is_date_format(std::string_view format)
{
    DateFields fields;
    return read_format(format, fields);
}

bool accepts(const UserInput& input, std::string_view value)
{
    switch (input.kind) {
    case UserInput::Kind::text:
        return is_text(value);
    case UserInput::Kind::integer:
        return is_integer(value);
    case UserInput::Kind::date:
        break;
    }
    return is_day(input.date_format, value);
}

std::string text_of(const UserInput& input)
{
    switch (input.kind) {
    case UserInput::Kind::text:
        return "a text of at most 256 bytes";
    case UserInput::Kind::integer:
        return "a whole number";
    case UserInput::Kind::date:
        break;
    }
    return "a date " + input.date_format;
}

} // namespace pouch::label
