#include "pouch/cli/arguments.hpp"

#include "pouch/base/error.hpp"

#include <algorithm>

namespace pouch::cli {

namespace {

class Reader {
  public:
    Reader(const std::vector<std::string>& words, const std::function<Takes(const std::string&)>& takes,
           const std::vector<std::string>& commands)
        : words_(words), takes_(takes), commands_(commands)
    {
    }

    Arguments read()
    {
        bool options_ended = false;
        while (at_ < words_.size()) {
            const auto& word = words_[at_++];
            if (options_ended || word.size() < 2 || word.front() != '-') {
                take_operand(word, options_ended);
            } else if (word == "--") {
                options_ended = true;
            } else if (word[1] == '-') {
                take_long(word);
            } else {
                take_short(word);
            }
        }
        return std::move(arguments_);
    }

  private:
    void take_operand(const std::string& word, bool options_ended)
    {
        if (word.empty()) throw usage_error("usage.empty", "an empty operand");
        const bool may_be_command =
            !options_ended && arguments_.command.empty() && arguments_.operands.empty();
        if (may_be_command && std::find(commands_.begin(), commands_.end(), word) != commands_.end()) {
            arguments_.command = word;
        } else {
            arguments_.operands.push_back(word);
        }
    }

    void take_long(const std::string& word)
    {
        const auto equals = word.find('=');
        const auto name = word.substr(0, equals);
        const bool takes_value = takes(name);
        if (equals == std::string::npos) {
            add(name, takes_value ? next(name) : std::nullopt);
        } else if (takes_value) {
            add(name, word.substr(equals + 1));
        } else {
            throw usage_error("usage", "{} takes no value", name);
        }
    }

    void take_short(const std::string& word)
    {
        for (std::size_t i = 1; i < word.size(); ++i) {
            const std::string name = {'-', word[i]};
            if (takes(name)) {
                const auto rest = word.substr(i + 1);
                return add(name, rest.empty() ? next(name) : rest);
            }
            add(name, std::nullopt);
        }
    }

    bool takes(const std::string& name) const
    {
        const auto what = takes_(name);
        if (what == Takes::unknown) throw usage_error("usage", "{}: no such option", name);
        return what == Takes::value;
    }

    std::optional<std::string> next(const std::string& name)
    {
        if (at_ == words_.size()) throw usage_error("usage", "{} needs a value", name);
        return words_[at_++];
    }

    void add(const std::string& name, std::optional<std::string> value)
    {
        if (value && value->empty()) throw usage_error("usage.empty", "{}: an empty value", name);
        arguments_.options.push_back({name, std::move(value)});
    }

    const std::vector<std::string>& words_;
    const std::function<Takes(const std::string&)>& takes_;
    const std::vector<std::string>& commands_;
    std::size_t at_ = 0;
    Arguments arguments_;
};

} // namespace

Arguments read_arguments(const std::vector<std::string>& words,
                         const std::function<Takes(const std::string& name)>& takes,
                         const std::vector<std::string>& commands)
{
    return Reader(words, takes, commands).read();
}

} // namespace pouch::cli
