#pragma once

#include <memory>

#include "alerts/alert_outlet.hpp"
#include "alerts/health_alerts.hpp"
#include "alerts/sortie_retention.hpp"
#include "alerts/vehicle_alerts.hpp"
#include "config/site.hpp"
#include "ingest/frame_source_options.hpp"
#include "processing/hotlist/hotlists_in_force.hpp"
#include "tools/nightjar/pipeline.hpp"
#include "tools/nightjar/sortie_coverage.hpp"

namespace nightjar {

// The one place that turns a site into parts.

[[nodiscard]] AlertBookOptions book_options(const Site& site);

[[nodiscard]] AlertOutletOptions outlet_options(const Site& site);

/// All but what is under way. The site outlives what is made of it.
[[nodiscard]] SortieRetentionOptions sortie_retention_options(const Site& site);

[[nodiscard]] FrameSourceOptions source_options(const FeedSite& feed, Pacing pacing);

[[nodiscard]] HealthAlertOptions health_options(const Site& site, const FeedSite& feed);

/// Of an ANPR feed.
[[nodiscard]] VehicleAlertOptions vehicle_alert_options(const Site& site, const FeedSite& feed);

/// The stages of a feed, from nothing.
[[nodiscard]] std::unique_ptr<Pipeline> make_pipeline(const Site& site, const FeedSite& feed,
                                                      const std::shared_ptr<const HotlistsInForce>& hotlists,
                                                      PipelineStories stories = PipelineStories::untold,
                                                      std::shared_ptr<SortieCoverage> coverage = nullptr);

}  // namespace nightjar
