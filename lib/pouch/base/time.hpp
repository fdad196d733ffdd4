#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Instants, to the second, in UTC; proleptic Gregorian calendar, years 0001 to 9999, no leap seconds.
namespace pouch {

/// Seconds since 1970-01-01T00:00:00Z.
struct Instant {
    std::int64_t seconds = 0;
    auto operator<=>(const Instant&) const = default;
};

/// The first and the last that have a date: 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z.
inline constexpr Instant first_instant{-62135596800};
inline constexpr Instant last_instant{253402300799};

/// `2026-11-21T09:30:00Z`, and nothing else: upper-case T and Z, no fraction, no offset.
[[nodiscard]] std::optional<Instant> parse_rfc3339(std::string_view text);
[[nodiscard]] std::string format_rfc3339(Instant when);

/// An xs:dateTime as labels carry it: RFC 3339 with an optional fraction of a second (cut off) and `Z` or an
/// offset `+hh:mm`. A time without a zone is nothing: it would mean what the reader's clock says.
[[nodiscard]] std::optional<Instant> parse_xml_datetime(std::string_view text);

/// `YYYY-MM-DD` of an instant, in UTC.
[[nodiscard]] std::string format_date(Instant when);
/// True for a real calendar date written `YYYY-MM-DD`.
[[nodiscard]] bool is_date(std::string_view text);
/// True if the day exists in the Gregorian calendar.
[[nodiscard]] bool is_calendar_day(int year, int month, int day);

/// The instant of a civil date and time in UTC; nothing for one that does not exist.
[[nodiscard]] std::optional<Instant> instant_of(int year, int month, int day, int hour, int minute,
                                                int second);

/// The same month, day and time `years` later; 29 February becomes 28 February where it must.
[[nodiscard]] Instant add_years(Instant when, int years);

/// The system's clock: for judging. Nothing in the environment turns it back.
[[nodiscard]] Instant system_now();

/// The time to stamp on what is made: SOURCE_DATE_EPOCH when set (Fault::usage if it is not a number), else the system's.
[[nodiscard]] Instant now();

} // namespace pouch
