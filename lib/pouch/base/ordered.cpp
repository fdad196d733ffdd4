#include "pouch/base/ordered.hpp"

#include "pouch/base/interrupt.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <functional>
#include <limits>
#include <mutex>
#include <optional>
#include <sched.h>
#include <thread>
#include <utility>
#include <vector>

namespace pouch {

namespace {

/// Where an item stands: waiting for the step named, or busy in one.
enum class Stand { free, busy, to_order, to_finish, to_deliver };

struct Slot {
    Stand stand = Stand::free;
    std::uint64_t item = 0;
};

constexpr auto no_item = std::numeric_limits<std::uint64_t>::max();

class Scheduler {
  public:
    /// `start_helpers` is called once, when the first item is read and there may be more.
    Scheduler(OrderedLine& line, std::size_t slots, std::function<void()> start_helpers)
        : line_(line), slots_(slots), start_helpers_(std::move(start_helpers))
    {
    }

    /// What each thread does until there is nothing left to do.
    void take_part()
    {
        std::unique_lock lock(mutex_);
        while (!is_over()) {
            if (!do_one_step(lock)) changed_.wait(lock);
        }
        changed_.notify_all();
    }

    void rethrow() const
    {
        if (error_) std::rethrow_exception(error_);
    }

  private:
    /// Items before this one are still wanted.
    [[nodiscard]] bool is_wanted(std::uint64_t item) const { return item < failed_item_; }

    [[nodiscard]] bool is_over() const
    {
        const auto busy = [](const Slot& slot) { return slot.stand == Stand::busy; };
        if (reading_ || std::any_of(slots_.begin(), slots_.end(), busy)) return false;
        return next_deliver_ >= std::min(failed_item_, ended_ ? next_read_ : no_item);
    }

    bool do_one_step(std::unique_lock<std::mutex>& lock)
    {
        if (!delivering_) {
            if (auto* slot = find(Stand::to_deliver, next_deliver_)) {
                delivering_ = true;
                const bool done = attempt(lock, *slot, [&](std::size_t i) { line_.deliver(i); });
                delivering_ = false;
                slot->stand = Stand::free;
                if (done) ++next_deliver_;
                changed_.notify_all();
                return true;
            }
        }
        if (!ordering_) {
            if (auto* slot = find(Stand::to_order, next_order_)) {
                ordering_ = true;
                const bool done = attempt(lock, *slot, [&](std::size_t i) { line_.order(i); });
                ordering_ = false;
                if (done) ++next_order_;
                advance(*slot, done, Stand::to_finish);
                return true;
            }
        }
        for (auto& slot : slots_) {
            if (slot.stand == Stand::to_finish && is_wanted(slot.item)) {
                const bool done = attempt(lock, slot, [&](std::size_t i) { line_.finish(i); });
                advance(slot, done, Stand::to_deliver);
                return true;
            }
        }
        return read_and_work(lock);
    }

    bool read_and_work(std::unique_lock<std::mutex>& lock)
    {
        if (reading_ || ended_ || failed_item_ != no_item) return false;
        const auto slot =
            std::find_if(slots_.begin(), slots_.end(), [](const Slot& s) { return s.stand == Stand::free; });
        if (slot == slots_.end()) return false;

        reading_ = true;
        slot->item = next_read_;
        bool more = false;
        bool done = attempt(lock, *slot, [&](std::size_t i) {
            throw_if_interrupted();
            more = line_.read(i);
        });
        reading_ = false;
        if (!done || !more) {
            ended_ = true;
            slot->stand = Stand::free;
            changed_.notify_all();
            return true;
        }
        const bool starts = next_read_++ == 0 && !line_.is_read();
        changed_.notify_one(); // another thread may read now
        done = attempt(lock, *slot, [&](std::size_t i) {
            if (starts) start_helpers_();
            line_.work(i);
        });
        advance(*slot, done, Stand::to_order);
        return true;
    }

    /// Runs one step of one item outside the lock. False if it threw.
    template <typename Step> bool attempt(std::unique_lock<std::mutex>& lock, Slot& slot, Step step)
    {
        slot.stand = Stand::busy;
        lock.unlock();
        std::exception_ptr error;
        try {
            step(static_cast<std::size_t>(&slot - slots_.data()));
        } catch (...) {
            error = std::current_exception();
        }
        lock.lock();
        if (error && slot.item < failed_item_) {
            failed_item_ = slot.item;
            error_ = error;
        }
        return !error;
    }

    void advance(Slot& slot, bool done, Stand next)
    {
        slot.stand = done ? next : Stand::free;
        changed_.notify_all();
    }

    Slot* find(Stand stand, std::uint64_t item)
    {
        if (!is_wanted(item)) return nullptr;
        for (auto& slot : slots_) {
            if (slot.stand == stand && slot.item == item) return &slot;
        }
        return nullptr;
    }

    OrderedLine& line_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Slot> slots_;
    std::function<void()> start_helpers_;
    std::uint64_t next_read_ = 0;
    std::uint64_t next_order_ = 0;
    std::uint64_t next_deliver_ = 0;
    bool reading_ = false;
    bool ordering_ = false;
    bool delivering_ = false;
    bool ended_ = false;                  ///< No further item will be read.
    std::uint64_t failed_item_ = no_item; ///< The earliest item that failed.
    std::exception_ptr error_;
};

} // namespace

void run_ordered(OrderedLine& line, std::size_t threads, std::size_t slots)
{
    std::vector<std::jthread> helpers;
    std::optional<Scheduler> scheduler;
    scheduler.emplace(line, std::max<std::size_t>(slots, 1), [&] {
        for (std::size_t i = 1; i < threads; ++i) helpers.emplace_back([&] { scheduler->take_part(); });
    });
    scheduler->take_part();
    helpers.clear();
    scheduler->rethrow();
}

std::size_t available_threads()
{
    cpu_set_t set;
    CPU_ZERO(&set);
    if (::sched_getaffinity(0, sizeof set, &set) != 0) return 1;
    return std::max<std::size_t>(static_cast<std::size_t>(CPU_COUNT(&set)), 1);
}

std::size_t default_threads()
{
    return std::min<std::size_t>(available_threads(), 4);
}

} // namespace pouch
