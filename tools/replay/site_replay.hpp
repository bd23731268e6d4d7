#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "alerts/alert_book.hpp"
#include "config/site.hpp"
#include "processing/hotlist/hotlist_matcher.hpp"
#include "tools/replay/feed_replay.hpp"
#include "tools/replay/replay_inputs.hpp"

namespace nightjar {

struct SiteReplayOptions {
  double speed = 0;                               ///< see FeedReplayOptions
  std::size_t threads = 1;                        ///< feeds at once; the records are the same with any number
  std::optional<std::filesystem::path> pictures;  ///< a folder that exists
  /// Sees every frame of every feed; called from several threads, but one feed at a time from one.
  std::function<void(const FeedSite&, const Frame*, std::size_t opening, const PipelineYield&)> seen;
  std::function<void(const std::string&)> complained;  ///< any thread
};

/// What became of one feed.
struct ReplayedFeed {
  const FeedSite* feed = nullptr;
  FeedReplay replay;
  std::string failure;                                 ///< one line; empty: it went to the end
  std::shared_ptr<SortieCoverage> coverage = nullptr;  ///< null: the feed has no flights
};

/// Replays all feeds of a site, whose feeds are all recordings.
class SiteReplay {
 public:
  /// `site` outlives it.
  SiteReplay(const Site& site, const std::shared_ptr<const HotlistMatcher>& hotlists,
             SiteReplayOptions options);

  /// Every feed from end to end, or all to a stop.
  void play(const std::stop_token& stop);

  /// Mean share of the feeds that is done, 0 to 1. Any thread.
  [[nodiscard]] double progress() const;

  /// After play(); in the site's order.
  [[nodiscard]] std::vector<ReplayedFeed>& feeds() { return feeds_; }

 private:
  void play_feed(std::size_t index, const std::stop_token& stop);

  SiteReplayOptions options_;
  std::vector<std::unique_ptr<FeedPlayer>> players_;
  std::vector<ReplayedFeed> feeds_;
};

/// The records of all feeds as lines of JSON, merged by time and feed; numbers the events of each channel.
/// What nobody has done in time, as nobody is there to do it, stands where its time comes.
[[nodiscard]] std::vector<std::string> merged_lines(std::vector<ReplayedFeed>& feeds,
                                                    const ReplayInputs& inputs,
                                                    const AlertBookOptions& options);

}  // namespace nightjar
