#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "alerts/vehicle_alerts.hpp"
#include "config/site.hpp"
#include "processing/hotlist/hotlists_in_force.hpp"
#include "processing/hotlist/recent_reads.hpp"
#include "tools/nightjar/pipeline.hpp"

namespace nightjar {

/// The reads that each feed of a site keeps, and the alerts of those that newer lists turn into hits.
/// Feeds add on their threads; the thread of the lists deletes and searches. A lock holds one feed's reads,
/// to add, to copy one out, to note one; never while lists are asked.
class KeptReads {
 public:
  KeptReads(const Site& site, std::shared_ptr<const HotlistsInForce> lists);

  /// What a feed's pipeline gave: keeps its passes that are over.
  void add(const std::string& feed, const PipelineYield& yield, CaptureTime now);

  void expire(CaptureTime now);

  /// Matches every read anew that the lists in force have not seen; alerts of what was not told before, each
  /// marked as late.
  [[nodiscard]] std::vector<AlertParcel> search();

  /// What is kept of a folded mark on feeds of a channel, an object each with "held": "read".
  [[nodiscard]] std::vector<nlohmann::ordered_json> of_mark(const std::string& channel,
                                                            const std::string& mark) const;
  /// Deletes it; how many reads that were.
  std::size_t erase(const std::string& channel, const std::string& mark);

  /// "feed NAME: 12 reads kept, …" for each feed that keeps any.
  [[nodiscard]] std::vector<std::string> summary() const;

 private:
  struct Feed {
    explicit Feed(const Site& site, const FeedSite& feed);
    mutable std::mutex lock;  // over reads
    RecentReads reads;
    std::string channel;
    VehicleAlerts alerts;  ///< of the list thread
  };
  void search_feed(Feed& feed, const HotlistsInForce::Edition& lists, std::vector<AlertParcel>& parcels);

  std::shared_ptr<const HotlistsInForce> lists_;
  std::map<std::string, std::unique_ptr<Feed>> feeds_;
};

}  // namespace nightjar
