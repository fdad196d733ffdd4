#include "pouch/redact/operator/written_date.hpp"

#include "pouch/redact/characters.hpp"
#include "pouch/redact/recognise/months.hpp"

#include <algorithm>
#include <array>
#include <fmt/core.h>
#include <re2/re2.h>

namespace pouch::redact {

namespace {

using Part = WrittenDate::Part;

/// A spelling: a regular expression, and what its groups are.
struct Form {
    re2::RE2 regex;
    std::vector<Part> groups;
};

const std::vector<const Form*>& forms()
{
    using enum Part;
    static const Form year_first{
        {R"((?s)(['‘’]?)(\d{4}|\d{2})([-./]|년)( ?)(\d{1,2})([-./]|월)( ?)(\d{1,2})(일?(?:\D.*)?))"},
        {text, year, text, text, month, text, text, day, text}};
    static const Form day_first{{R"((?s)(\d{1,2})([-./])(\d{1,2})([-./])(\d{4})((?:\D.*)?))"},
                                {day, text, month, text, year, text}};
    static const Form month_first{{R"((?s)(\d{1,2})([-./])(\d{1,2})([-./])(\d{4})((?:\D.*)?))"},
                                  {month, text, day, text, year, text}};
    static const Form name_second{
        {R"((?is)(\d{1,2})((?:st|nd|rd|th)?)( of |[-./ ])([A-Z]+)([.,]{0,2}[-./ ]?'?)(\d{4}|\d{2})((?:\D.*)?))"},
        {day, ordinal, text, month_name, text, year, text}};
    static const Form name_first{
        {R"((?is)([A-Z]+)(\.? {1,2})(\d{1,2})((?:st|nd|rd|th)?)(,? ?)(\d{4})((?:\D.*)?))"},
        {month_name, text, day, ordinal, text, year, text}};
    static const Form group{{R"((?i)(\d{2})(\d{4}[A-Z] ?)([A-Z]{3})( ?)(\d{4}|\d{2}))"},
                            {day, text, month_name, text, year}};
    static const std::vector<const Form*> all{&year_first,  &day_first,  &month_first,
                                              &name_second, &name_first, &group};
    return all;
}

unsigned number_of(std::string_view digits)
{
    unsigned number = 0;
    for (const char c : digits) number = number * 10 + static_cast<unsigned>(c - '0');
    return number;
}

constexpr std::string_view month_names[] = {"January",   "February", "March",    "April",
                                            "May",       "June",     "July",     "August",
                                            "September", "October",  "November", "December"};

bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/// The name of a month as long, and in the same letters, as `model`. `May` and `Sept` count as short.
std::string month_name_like(std::string_view model, unsigned month)
{
    std::string name(month_names[month - 1]);
    if (model.size() <= 4 && model != "June" && model != "July") name.resize(3);
    const bool is_all_upper = std::all_of(model.begin(), model.end(), is_upper);
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (is_all_upper && !is_upper(name[i])) name[i] = static_cast<char>(name[i] - 'a' + 'A');
        if (!is_upper(model.front())) name[i] = to_lower(name[i]);
    }
    return name;
}

std::string_view ordinal_of(unsigned day)
{
    if (day / 10 == 1) return "th";
    constexpr std::array<std::string_view, 4> words{"th", "st", "nd", "rd"};
    return day % 10 < words.size() ? words[day % 10] : words[0];
}

} // namespace

std::optional<WrittenDate> WrittenDate::read(std::string_view text)
{
    std::optional<WrittenDate> found;
    for (const auto* form : forms()) {
        const auto count = form->groups.size();
        std::vector<re2::StringPiece> groups(count + 1);
        if (!form->regex.Match({text.data(), text.size()}, 0, text.size(), re2::RE2::ANCHOR_BOTH,
                               groups.data(), static_cast<int>(groups.size())))
            continue;
        WrittenDate date;
        unsigned year = 0;
        unsigned month = 0;
        unsigned day = 0;
        date.is_padded_ = true;
        for (std::size_t i = 0; i < count; ++i) {
            const std::string_view piece(groups[i + 1].data(), groups[i + 1].size());
            const auto part = form->groups[i];
            date.pieces_.push_back({part, std::string(piece)});
            if (part == Part::year) date.has_short_year_ = piece.size() == 2;
            if (part == Part::year) year = number_of(piece) + (piece.size() == 2 ? 2000 : 0);
            if (part == Part::month) month = number_of(piece);
            if (part == Part::month_name) month = recognise::month_at(piece, 0).number;
            if (part == Part::day) day = number_of(piece);
            if ((part == Part::day || part == Part::month) && piece.size() == 1) date.is_padded_ = false;
        }
        date.date_ =
            std::chrono::year(static_cast<int>(year)) / std::chrono::month(month) / std::chrono::day(day);
        if (!date.date_.ok()) continue;
        // Day or month first: even where both are the same, another date would be written in one of them.
        if (found) return std::nullopt;
        found = std::move(date);
    }
    return found;
}

std::optional<std::string> WrittenDate::with(std::chrono::year_month_day date) const
{
    const auto year = static_cast<int>(date.year());
    const auto month = static_cast<unsigned>(date.month());
    const auto day = static_cast<unsigned>(date.day());
    const auto number = [&](unsigned n) {
        return is_padded_ ? fmt::format("{:02}", n) : fmt::format("{}", n);
    };
    std::string text;
    for (const auto& piece : pieces_) {
        switch (piece.part) {
        case Part::text:
            text += piece.text;
            break;
        case Part::year:
            if (piece.text.size() == 2 && (year < 2000 || year > 2099)) return std::nullopt;
            text += piece.text.size() == 2 ? fmt::format("{:02}", year % 100) : fmt::format("{:04}", year);
            break;
        case Part::month:
            text += number(month);
            break;
        case Part::day:
            text += number(day);
            break;
        case Part::month_name:
            text += month_name_like(piece.text, month);
            break;
        case Part::ordinal:
            if (!piece.text.empty()) text += ordinal_of(day);
            break;
        }
    }
    return text;
}

} // namespace pouch::redact
