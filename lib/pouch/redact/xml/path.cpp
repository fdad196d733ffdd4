#include "pouch/redact/xml/path.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/view/code_point.hpp"
#include "pouch/redact/xml/reference.hpp"

#include <algorithm>

namespace pouch::redact::xml {

/// Reads a path from left to right.
class PathPattern::Parser {
  public:
    Parser(std::string_view path, const Namespaces* namespaces) : rest_(path), namespaces_(namespaces) {}

    void read(PathPattern& into)
    {
        if (rest_.empty() || rest_.front() != '/') fail("a path that does not begin with a slash");
        while (!rest_.empty()) {
            const bool is_deep = take("//");
            if (!is_deep && !take("/")) fail("a path with something other than a slash behind a step");
            if (take("@")) {
                into.attribute_ = test();
                into.is_attribute_deep_ = is_deep;
                if (!rest_.empty()) fail("a path that goes on behind an attribute");
                if (into.steps_.empty() && !is_deep) fail("an attribute of nothing");
                return;
            }
            auto& step = into.steps_.emplace_back();
            step.is_deep = is_deep;
            step.name = test();
            while (take("[")) step.conditions.push_back(condition());
            if (into.steps_.size() > most_steps)
                throw usage_error("rules.field", "a path of more than {} steps", most_steps);
        }
    }

  private:
    [[noreturn]] static void fail(std::string_view what) { throw usage_error("rules.field", "{}", what); }

    bool take(std::string_view word)
    {
        if (!rest_.starts_with(word)) return false;
        rest_.remove_prefix(word.size());
        return true;
    }

    /// A name without colon.
    std::string name()
    {
        std::size_t end = 0;
        while (end < rest_.size()) {
            const auto c = code_point_at(rest_, end);
            if (!(end == 0 ? format::is_xml_name_start(c) : format::is_xml_name_character(c))) break;
            end += std::max<std::size_t>(utf8_size(static_cast<unsigned char>(rest_[end])), 1);
        }
        end = std::min(end, rest_.size());
        if (end == 0) fail("a path with a step that is no name");
        std::string name(rest_.substr(0, end));
        rest_.remove_prefix(end);
        return name;
    }

    /// `name`, `*`, `prefix:name` or `prefix:*`.
    Test test()
    {
        if (take("*")) return {};
        auto first = name();
        if (!take(":")) return {std::nullopt, std::move(first)};
        Test test{space_of(first), std::nullopt};
        if (!take("*")) test.local = name();
        return test;
    }

    std::string space_of(const std::string& prefix) const
    {
        if (prefix == "xml") return std::string(xml_namespace);
        if (namespaces_ == nullptr) return {};
        const auto known = namespaces_->find(prefix);
        if (known == namespaces_->end())
            throw usage_error("rules.namespace", "the prefix {} is not one of xml.namespaces in [target]",
                              prefix);
        return known->second;
    }

    /// `@name='value']`, in either kind of quotes.
    Condition condition()
    {
        if (!take("@")) fail("a condition that is not about an attribute");
        Condition condition{test(), {}};
        if (!take("=") || rest_.empty()) fail("a condition without a value");
        const char quote = rest_.front();
        const auto end = quote == '\'' || quote == '"' ? rest_.find(quote, 1) : std::string_view::npos;
        if (end == std::string_view::npos) fail("a condition whose value does not stand in quotes");
        condition.value = rest_.substr(1, end - 1);
        rest_.remove_prefix(end + 1);
        if (!take("]")) fail("a condition that does not end");
        return condition;
    }

    std::string_view rest_;
    const Namespaces* namespaces_;
};

PathPattern::PathPattern(std::string_view path, const Namespaces* namespaces)
{
    Parser(path, namespaces).read(*this);
}

bool PathPattern::accepts(const Step& step, const Element& element)
{
    if (!step.name.accepts(element.name)) return false;
    return std::all_of(step.conditions.begin(), step.conditions.end(), [&](const Condition& condition) {
        return std::any_of(
            element.attributes.begin(), element.attributes.end(), [&](const Attribute& attribute) {
                if (attribute.is_declaration() || !condition.attribute.accepts(attribute.name)) return false;
                const auto size = attribute.value_end - attribute.value_begin;
                return decoded_value(element.text.substr(attribute.value_begin, size)) == condition.value;
            });
    });
}

PathPattern::State PathPattern::step(State state, const Element& element) const
{
    State next = 0;
    for (std::size_t i = 0; i < steps_.size(); ++i) {
        if ((state >> i & 1U) == 0) continue;
        if (steps_[i].is_deep) next |= State{1} << i;
        if (accepts(steps_[i], element)) next |= State{1} << (i + 1);
    }
    if (is_attribute_deep_ && is_whole(state)) next |= State{1} << steps_.size();
    return next;
}

} // namespace pouch::redact::xml
