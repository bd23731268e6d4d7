#include "tools/nightjar/assemble.hpp"

#include <algorithm>
#include <set>

#include "processing/ground/os_grid.hpp"
#include "tools/nightjar/anpr_pipeline.hpp"
#include "tools/nightjar/thermal_pipeline.hpp"

namespace nightjar {
namespace {

CameraPlace camera_place(const PlaceSite& place, const AreaMap& areas) {
  return {.latitude_deg = place.latitude_deg,
          .longitude_deg = place.longitude_deg,
          .bearing_deg = place.bearing_deg,
          .os_grid = os_grid(place.latitude_deg, place.longitude_deg),
          .words = place.words,
          .towards = place.towards,
          .away = place.away,
          .areas = areas.names_at(place.latitude_deg, place.longitude_deg)};
}

bool is_restricted(const Site& site, const std::string& channel) {
  return std::any_of(site.channels.begin(), site.channels.end(),
                     [&](const ChannelSite& one) { return one.name == channel && one.restricted; });
}

bool is_for(const RuleSite& rule, const FeedSite& feed) {
  const auto& feeds = rule.feeds;
  return feeds.empty() || std::find(feeds.begin(), feeds.end(), feed.name) != feeds.end();
}

/// Whether anybody hears of what a rule tells who is not cleared.
bool is_open(const Site& site, const RuleSite& rule) {
  if (!rule.heat.channel.empty()) return !is_restricted(site, rule.heat.channel);
  return std::any_of(site.feeds.begin(), site.feeds.end(), [&](const FeedSite& feed) {
    return is_for(rule, feed) && !is_restricted(site, feed.channel);
  });
}

/// What only rules of restricted channels are about.
std::set<std::string> covert_areas(const Site& site) {
  std::set<std::string> open, covert;
  for (const RuleSite& rule : site.rules) {
    std::set<std::string>& areas = is_open(site, rule) ? open : covert;
    for (const auto& names : {rule.heat.areas, rule.heat.outside}) areas.insert(names.begin(), names.end());
  }
  for (const std::string& name : open) covert.erase(name);
  return covert;
}

/// The rules for a feed; where none of the site's is for it, every contact is told.
std::vector<HeatRule> heat_rules(const Site& site, const FeedSite& feed) {
  std::vector<HeatRule> rules;
  for (const RuleSite& rule : site.rules) {
    if (!is_for(rule, feed)) continue;
    rules.push_back(rule.heat);
    if (rules.back().channel.empty()) rules.back().channel = feed.channel;
  }
  if (rules.empty()) {
    HeatRule& all = rules.emplace_back();
    all.min_probability = site.thermal.min_probability;
    all.priority = site.thermal.priority;
    all.channel = feed.channel;
  }
  for (HeatRule& rule : rules) rule.restricted = is_restricted(site, rule.channel);
  return rules;
}

/// Video shows a vehicle many times, so a frame is searched at scales that a roadside box can afford: plates
/// from about 40 px wide at 1080p. A still picture gets one look and the detector's finer defaults.
PlateDetectorOptions video_detector() {
  PlateDetectorOptions options;
  options.longest_px = 704;
  options.scales = 2;
  options.least_heat = 0.35F;
  options.least_plate = 0.6F;
  options.most_candidates = 6;
  return options;
}

std::vector<cv::Point2f> corners_of(const PictureZone& zone) {
  std::vector<cv::Point2f> corners;
  for (const PicturePoint& point : zone)
    corners.emplace_back(static_cast<float>(point.x), static_cast<float>(point.y));
  return corners;
}

std::unique_ptr<Pipeline> make_anpr(const Site& site, const FeedSite& feed,
                                    const std::shared_ptr<const HotlistsInForce>& hotlists,
                                    PipelineStories stories) {
  AnprPipelineOptions options;
  options.stories = stories;
  options.finder.detector = video_detector();
  options.passes.confident = site.anpr.min_confidence;
  options.alerts = vehicle_alert_options(site, feed);
  for (const PictureZone& zone : feed.ignore_zones) options.passes.ignore_zones.push_back(corners_of(zone));
  return std::make_unique<AnprPipeline>(options, hotlists);
}

/// Nothing: the height of the ground is not known.
std::optional<GroundTrackerOptions> ground_tracker_options(const FeedSite& feed) {
  if (std::holds_alternative<std::monostate>(feed.ground)) return std::nullopt;
  GroundTrackerOptions options;
  if (const double* const level_m = std::get_if<double>(&feed.ground)) options.ground.level_m = *level_m;
  if (const auto* const terrain = std::get_if<TerrainSite>(&feed.ground))
    options.ground.terrain =
        std::make_shared<const Terrain>(terrain->file, TerrainOptions{.datum = terrain->datum});
  options.distortion = feed.lens.distortion;
  options.hfov_deg = feed.lens.hfov_deg;
  options.vfov_deg = feed.lens.vfov_deg;
  options.ground.level_error_m = feed.ground_error_m;
  options.ground.pose_error = {feed.pose_error.position_m, feed.pose_error.attitude_deg};
  return options;
}

std::unique_ptr<Pipeline> make_thermal(const Site& site, const FeedSite& feed, PipelineStories stories,
                                       std::shared_ptr<SortieCoverage> coverage) {
  ThermalPipelineOptions options;
  options.stories = stories;
  options.reader.palette = feed.palette;
  for (const PictureZone& zone : feed.screen_zones) options.reader.screen_zones.push_back(corners_of(zone));
  options.ground = ground_tracker_options(feed);
  if (options.ground) {
    TelemetryDelayOptions& delay = options.delay.emplace();
    delay.lag.ground = options.ground->ground;
    delay.lag.distortion = options.ground->distortion;
    delay.lag.hfov_deg = options.ground->hfov_deg;
    delay.lag.vfov_deg = options.ground->vfov_deg;
    delay.set = feed.telemetry_delay;
  }
  options.alerts.feed = feed.name;
  options.alerts.config = site.version;
  const std::vector<HeatRule> rules = heat_rules(site, feed);
  const auto time = std::make_shared<const LocalTime>(site.time_zone);
  const auto areas = std::make_shared<const AreaMap>(site.areas);
  options.alerts.rules =
      std::make_shared<const HeatRules>(rules, areas, time, HeatAudience{true, false, covert_areas(site)});
  options.candidates_restricted = is_restricted(site, feed.channel);
  if (options.candidates_restricted ||
      std::any_of(rules.begin(), rules.end(), [](const HeatRule& rule) { return rule.restricted; }))
    options.cleared_rules =
        std::make_shared<const HeatRules>(rules, areas, time, HeatAudience{false, true, {}});
  options.alerts.os_grid = os_grid;
  options.groups.from = site.thermal.group_from;
  options.groups.within_m = site.thermal.group_within_m;
  options.own.stale_after = site.own.stale_after;
  options.candidates_to = feed.channel;
  options.coverage = std::move(coverage);
  return std::make_unique<ThermalPipeline>(options);
}

}  // namespace

AlertBookOptions book_options(const Site& site) {
  AlertBookOptions options;
  options.deeds = site.deeds;
  options.escalation = site.escalation;
  return options;
}

AlertOutletOptions outlet_options(const Site& site) {
  AlertOutletOptions options;
  options.delivery.book = book_options(site);
  options.delivery.journal = site.journal;
  options.delivery.config = site.version;
  for (const ChannelSite& channel : site.channels) {
    options.delivery.publisher.channels.push_back({channel.name, channel.live});
    options.delivery.retention.keep[channel.name] = std::chrono::hours(24 * channel.retention_days);
  }
  return options;
}

SortieRetentionOptions sortie_retention_options(const Site& site) {
  SortieRetentionOptions options;
  options.journal = site.journal;
  options.keep = outlet_options(site).delivery.retention.keep;
  options.channel_of = [&site](const std::string& name) {
    const auto feed = std::find_if(site.feeds.begin(), site.feeds.end(),
                                   [&](const FeedSite& one) { return one.name == name; });
    return feed == site.feeds.end() ? std::string() : feed->channel;
  };
  return options;
}

FrameSourceOptions source_options(const FeedSite& feed, Pacing pacing) {
  FrameSourceOptions options;
  options.feed = feed.name;
  options.uri = feed.uri;
  options.path = feed.path;
  options.pacing = pacing;
  options.transport = feed.transport;
  options.latency = feed.latency;
  options.silent_after = feed.silent_after;
  options.fps = feed.fps;
  options.started_at = feed.started_at;
  options.telemetry = feed.telemetry;
  options.telemetry_within = feed.kind == FeedKind::thermal;
  options.telemetry_delay = feed.telemetry_delay;
  options.record = feed.record;
  return options;
}

HealthAlertOptions health_options(const Site& site, const FeedSite& feed) {
  HealthAlertOptions options;
  options.kind = AlertKind::feed_health;
  options.channel = feed.channel;
  options.what = feed.name;
  options.feed = feed.name;
  options.config = site.version;
  if (feed.place) {
    options.place.emplace();
    options.place->latitude_deg = feed.place->latitude_deg;
    options.place->longitude_deg = feed.place->longitude_deg;
    options.place->os_grid = os_grid(feed.place->latitude_deg, feed.place->longitude_deg);
    if (!feed.place->words.empty()) options.place->words = feed.place->words;
  }
  return options;
}

VehicleAlertOptions vehicle_alert_options(const Site& site, const FeedSite& feed) {
  VehicleAlertOptions options;
  options.feed = feed.name;
  options.config = site.version;
  if (!feed.place) return options;
  options.place = camera_place(*feed.place, AreaMap(site.areas));
  const std::set<std::string> covert = covert_areas(site);
  std::erase_if(options.place.areas, [&](const std::string& name) { return covert.count(name) > 0; });
  return options;
}

std::unique_ptr<Pipeline> make_pipeline(const Site& site, const FeedSite& feed,
                                        const std::shared_ptr<const HotlistsInForce>& hotlists,
                                        PipelineStories stories, std::shared_ptr<SortieCoverage> coverage) {
  switch (feed.kind) {
    case FeedKind::anpr:
      return make_anpr(site, feed, hotlists, stories);
    case FeedKind::thermal:
      return make_thermal(site, feed, stories, std::move(coverage));
  }
  return nullptr;
}

}  // namespace nightjar
