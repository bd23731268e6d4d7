#include "tools/score/truth_check.hpp"

#include <fmt/format.h>

#include <map>
#include <set>

#include "ingest/utc_time.hpp"
#include "tools/score/json_lines.hpp"

namespace nightjar {
namespace {

constexpr auto kSlack = std::chrono::seconds(1);

std::set<std::string> feeds_in(const Records& records) {
  std::set<std::string> feeds;
  if (records.origin) feeds.insert(records.origin->inputs.begin(), records.origin->inputs.end());
  for (const FeedRecord& feed : records.feeds) feeds.insert(feed.feed);
  for (const PassRecord& pass : records.passes) feeds.insert(pass.feed);
  for (const TrackRecord& track : records.tracks) feeds.insert(track.feed);
  for (const AlertRecord& alert : records.alerts) feeds.insert(alert.feed);
  feeds.erase("");
  return feeds;
}

class TruthCheck {
 public:
  TruthCheck(const Records& records, ScoreFaults& faults) : feeds_(feeds_in(records)), faults_(faults) {
    for (const FeedRecord& feed : records.feeds) footage_[feed.feed] = &feed;
  }

  void check_feed(const std::string& feed, const FilePlace& place) const {
    if (feeds_.count(feed) != 0) return;
    const std::vector<std::string_view> names(feeds_.begin(), feeds_.end());
    faults_.add(place, "feed", fmt::format("\"{}\"", feed),
                names.empty() ? "a feed of the records, which name none"
                              : "a feed of the records: " + either_of(names));
  }

  void check_time(const std::string& feed, const char* key, CaptureTime at, const FilePlace& place) const {
    const auto found = footage_.find(feed);
    if (found == footage_.end() || !found->second->from || !found->second->to) return;
    const FeedRecord& footage = *found->second;
    if (at >= *footage.from - kSlack && at <= *footage.to + kSlack) return;
    faults_.add(place, key, format_utc(at),
                fmt::format("a time within the footage of {}, {} to {}", feed, format_utc(*footage.from),
                            format_utc(*footage.to)));
  }

 private:
  std::set<std::string> feeds_;
  std::map<std::string, const FeedRecord*> footage_;
  ScoreFaults& faults_;
};

}  // namespace

void check_truth(const Truth& truth, const Records& records, ScoreFaults& faults) {
  const TruthCheck check(records, faults);
  for (const PlateTruth& plate : truth.plates) {
    check.check_feed(plate.feed, plate.place);
    check.check_time(plate.feed, "from", plate.from, plate.place);
    check.check_time(plate.feed, "to", plate.to, plate.place);
  }
  for (const HeatTruth& heat : truth.heat) {
    check.check_feed(heat.feed, heat.place);
    for (const HeatFix& fix : heat.fixes)
      if (fix.at) check.check_time(heat.feed, "t", *fix.at, fix.place);
  }
}

}  // namespace nightjar
