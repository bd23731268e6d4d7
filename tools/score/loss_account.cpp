#include "tools/score/loss_account.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace nightjar {
namespace {

constexpr std::array<const char*, 6> kPassOutcomes{"read",   "unsure",  "unread",
                                                   "parked", "ignored", "no plate"};

std::optional<std::uint64_t> count_of(const NamedCounts& counts, const std::string& name) {
  for (const auto& [other, count] : counts)
    if (other == name) return count;
  return std::nullopt;
}

/// The counts whose name begins with "passes ", by the rest of the name.
NamedCounts part_of(const NamedCounts& counts, const std::string& prefix) {
  NamedCounts parts;
  for (const auto& [name, count] : counts)
    if (name.rfind(prefix, 0) == 0) parts.emplace_back(name.substr(prefix.size()), count);
  return parts;
}

/// What came well first, what was lost last.
NamedCounts in_order(NamedCounts parts) {
  static constexpr std::array<std::string_view, 15> kOrder{
      "processed", "read",    "confirmed", "standing", "unsure", "unread",  "no plate", "tentative",
      "parked",    "ignored", "withdrawn", "closed",   "open",   "dropped", "broken"};
  const auto rank = [](const auto& part) {
    return std::find(kOrder.begin(), kOrder.end(), part.first) - kOrder.begin();
  };
  std::stable_sort(parts.begin(), parts.end(),
                   [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
  return parts;
}

/// What the records themselves show of a feed.
struct Shown {
  std::map<std::string, std::uint64_t> passes, tracks;  // by outcome
  std::uint64_t raised = 0, standing = 0, withdrawn = 0, closed = 0;
};

class LossAccounting {
 public:
  explicit LossAccounting(const Records& records) : records_(records) {}

  LossAccount account() {
    for (const FeedRecord& feed : records_.feeds) shown_[feed.feed];
    for (const PassRecord& pass : records_.passes)
      ++shown_[pass.feed].passes[kPassOutcomes.at(static_cast<std::size_t>(pass.outcome))];
    for (const TrackRecord& track : records_.tracks) ++shown_[track.feed].tracks[track.outcome];
    follow_alerts();
    for (const auto& [feed, shown] : shown_) account_for_feed(feed, shown);
    return std::move(account_);
  }

 private:
  void follow_alerts() {
    struct Life {
      std::string feed;
      bool withdrawn = false, closed = false;
    };
    std::map<std::pair<std::string, std::string>, Life> lives;  // by channel and alert
    for (const AlertRecord& event : records_.alerts) {
      const std::pair key(event.channel, event.alert);
      if (event.event == AlertHappening::raised) {
        // A hit that was withdrawn may come back under its own name, when the read does.
        const auto [life, first] = lives.emplace(key, Life{event.feed});
        if (!first && !std::exchange(life->second.withdrawn, false))
          account_.faults.push_back(fmt::format("alert {} is raised twice ({}:{})", event.alert,
                                                event.place.file, event.place.line));
        continue;
      }
      const auto life = lives.find(key);
      if (life == lives.end()) {
        account_.faults.push_back(fmt::format("alert {} has an event but was never raised ({}:{})",
                                              event.alert, event.place.file, event.place.line));
        continue;
      }
      if (event.event == AlertHappening::withdrawn) life->second.withdrawn = true;
      if (event.event == AlertHappening::closed) life->second.closed = true;
    }
    for (const auto& [key, life] : lives) {
      Shown& shown = shown_[life.feed];
      ++shown.raised;
      ++(life.withdrawn ? shown.withdrawn : life.closed ? shown.closed : shown.standing);
    }
  }

  void account_for_feed(const std::string& name, const Shown& shown) {
    FeedLoss loss{name.empty() ? "(no feed)" : name, "", {}};
    const FeedRecord* feed = nullptr;
    for (const FeedRecord& other : records_.feeds)
      if (other.feed == name) feed = &other;
    if (feed != nullptr) {
      loss.kind = feed->kind.value_or("");
      add(loss, "frames decoded", count_of(feed->frames, "decoded"), without(feed->frames, "decoded"));
    }
    const NamedCounts outcomes = feed == nullptr ? NamedCounts{} : feed->outcomes;
    add_things(loss, "passes", outcomes, shown.passes);
    add_things(loss, "tracks", outcomes, shown.tracks);
    add(loss, "alerts raised", count_of(outcomes, "alerts raised"),
        NamedCounts{{"standing", shown.standing}, {"withdrawn", shown.withdrawn}, {"closed", shown.closed}});
    if (!loss.sums.empty()) account_.feeds.push_back(std::move(loss));
  }

  static NamedCounts without(NamedCounts counts, const std::string& name) {
    counts.erase(
        std::remove_if(counts.begin(), counts.end(), [&](const auto& count) { return count.first == name; }),
        counts.end());
    return counts;
  }

  /// Passes or tracks: the feed's own counts, which the records must bear out.
  void add_things(FeedLoss& loss, const std::string& things, const NamedCounts& outcomes,
                  const std::map<std::string, std::uint64_t>& shown) {
    const NamedCounts stated = part_of(outcomes, things + " ");
    NamedCounts parts = without(stated, "begun");
    if (stated.empty()) {
      parts.assign(shown.begin(), shown.end());
    } else {
      std::map<std::string, std::uint64_t> missing = shown;
      for (const auto& [outcome, count] : parts) {
        const auto found = shown.find(outcome);
        compare(loss.feed, things, outcome, count, found == shown.end() ? 0 : found->second);
        missing.erase(outcome);
      }
      for (const auto& [outcome, count] : missing) compare(loss.feed, things, outcome, 0, count);
    }
    add(loss, things + " begun", count_of(stated, "begun"), parts);
  }

  void compare(const std::string& feed, const std::string& things, const std::string& outcome,
               std::uint64_t stated, std::uint64_t shown) {
    if (stated == shown) return;
    account_.faults.push_back(fmt::format("{}: {} {}: the feed counts {}, the records hold {}", feed, things,
                                          outcome, stated, shown));
  }

  void add(FeedLoss& loss, const std::string& name, std::optional<std::uint64_t> whole,
           const NamedCounts& parts) {
    LossSum sum{name, 0, whole.has_value(), {}};
    for (const auto& [part, count] : in_order(parts)) sum.parts.push_back({part, count});
    sum.whole = whole.value_or(sum.sum());
    if (sum.whole == 0 && sum.sum() == 0) return;
    if (sum.whole != sum.sum())
      account_.faults.push_back(
          fmt::format("{}: {} are {}, their parts {}", loss.feed, name, sum.whole, sum.sum()));
    loss.sums.push_back(std::move(sum));
  }

  const Records& records_;
  std::map<std::string, Shown> shown_;
  LossAccount account_;
};

}  // namespace

std::uint64_t LossSum::sum() const {
  std::uint64_t sum = 0;
  for (const LossPart& part : parts) sum += part.count;
  return sum;
}

LossAccount account_for(const Records& records) {
  return LossAccounting(records).account();
}

}  // namespace nightjar
