#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "alerts/alert_outlet.hpp"
#include "config/site.hpp"
#include "processing/hotlist/hotlists_in_force.hpp"
#include "tools/nightjar/feed_health.hpp"
#include "tools/nightjar/feed_worker.hpp"
#include "tools/nightjar/own_notes.hpp"
#include "tools/nightjar/sortie_board.hpp"

namespace nightjar {

/// All feeds of a site at work, each on its own thread, with one way out for their alerts.
class FeedSet {
 public:
  /// What a feed gave, before its alerts are posted; called on the feed's thread.
  using Seen = std::function<void(const std::string& feed, const PipelineYield& yield)>;

  /// Starts every feed. `site`, `outlet` and `sorties` outlive the set.
  FeedSet(const Site& site, const std::shared_ptr<const HotlistsInForce>& hotlists, AlertOutlet& outlet,
          SortieBoard& sorties, Seen seen = {});
  ~FeedSet();
  FeedSet(const FeedSet&) = delete;
  FeedSet& operator=(const FeedSet&) = delete;

  /// Ends every feed; what was open in them is closed and posted.
  void stop();

  /// One line a feed: frames, outcomes and what the stages cost so far.
  [[nodiscard]] std::vector<std::string> summary() const;

 private:
  void start(const Site& site, const FeedSite& feed, const std::shared_ptr<const HotlistsInForce>& hotlists,
             AlertOutlet& outlet);

  void listen_for_own(const Site& site, AlertOutlet& outlet);

  Seen seen_;
  SortieBoard& sorties_;
  std::shared_ptr<const OwnPositions> own_;                    ///< null: the site has none
  std::map<std::string, std::unique_ptr<FeedHealth>> health_;  ///< by feed
  std::vector<std::unique_ptr<FeedWorker>> workers_;           // after health_: ends before it
};

/// "feed NAME: …"
[[nodiscard]] std::string summary_of(const std::string& feed, const FeedTally& tally);

}  // namespace nightjar
