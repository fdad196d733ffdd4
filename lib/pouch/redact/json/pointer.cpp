#include "pouch/redact/json/pointer.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"

namespace pouch::redact::json {

namespace {

/// A step without its escapes `~0` and `~1`.
std::string unescaped(std::string_view step)
{
    std::string out;
    for (std::size_t i = 0; i < step.size(); ++i) {
        if (step[i] != '~') {
            out += step[i];
            continue;
        }
        const char c = i + 1 < step.size() ? step[i + 1] : '\0';
        if (c != '0' && c != '1')
            throw usage_error("rules.field", "a pointer with a ~ that is neither ~0 nor ~1");
        out += c == '0' ? '~' : '/';
        ++i;
    }
    return out;
}

} // namespace

PointerPattern::PointerPattern(std::string_view text)
{
    if (text.empty()) return;
    if (text.front() != '/') throw usage_error("rules.field", "a pointer that does not begin with a slash");
    for (const auto step : split(text.substr(1), '/')) {
        if (step == "*") {
            steps_.push_back({Step::Kind::any, {}});
        } else if (step == "**") {
            steps_.push_back({Step::Kind::deep, {}});
        } else {
            steps_.push_back({Step::Kind::name, unescaped(step)});
        }
    }
    if (steps_.size() > most_steps)
        throw usage_error("rules.field", "a pointer of more than {} steps", most_steps);
}

/// `state` and what `**` adds to it by standing for nothing.
PointerPattern::State PointerPattern::with_deep(State state) const
{
    for (std::size_t i = 0; i < steps_.size(); ++i) {
        if ((state >> i & 1U) != 0 && steps_[i].kind == Step::Kind::deep) state |= State{1} << (i + 1);
    }
    return state;
}

PointerPattern::State PointerPattern::step(State state, std::string_view name) const
{
    State next = 0;
    for (std::size_t i = 0; i < steps_.size(); ++i) {
        if ((state >> i & 1U) == 0) continue;
        const auto& step = steps_[i];
        if (step.kind == Step::Kind::deep) {
            next |= State{1} << i;
        } else if (step.kind == Step::Kind::any || step.name == name) {
            next |= State{1} << (i + 1);
        }
    }
    return with_deep(next);
}

} // namespace pouch::redact::json
