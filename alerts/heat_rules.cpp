#include "alerts/heat_rules.hpp"

#include <algorithm>
#include <utility>

#include "processing/ground/ground_projector.hpp"

namespace nightjar {
namespace {

bool share_one(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::any_of(a.begin(), a.end(),
                     [&](const std::string& name) { return std::find(b.begin(), b.end(), name) != b.end(); });
}

}  // namespace

HeatRules::HeatRules(std::vector<HeatRule> rules, std::shared_ptr<const AreaMap> areas,
                     std::shared_ptr<const LocalTime> time, HeatAudience audience)
    : rules_(std::move(rules)),
      areas_(std::move(areas)),
      time_(std::move(time)),
      audience_(std::move(audience)) {}

const HeatRule* HeatRules::rule_for(const HeatTrack& track, CaptureTime at) const {
  const auto found =
      std::find_if(rules_.begin(), rules_.end(), [&](const HeatRule& rule) { return fits(rule, track, at); });
  if (found == rules_.end()) return nullptr;
  return (found->restricted ? audience_.cleared : audience_.uncleared) ? &*found : nullptr;
}

std::vector<std::string> HeatRules::areas_at(const GroundPoint& place) const {
  if (!areas_) return {};
  std::vector<std::string> names = areas_->names_at(place.latitude_deg, place.longitude_deg);
  std::erase_if(names, [&](const std::string& name) { return audience_.unnamed.count(name) > 0; });
  return names;
}

bool HeatRules::fits(const HeatRule& rule, const HeatTrack& track, CaptureTime at) const {
  const auto& classes = rule.classes;
  if (!classes.empty() && std::find(classes.begin(), classes.end(), track.heat_class) == classes.end())
    return false;
  if (track.probability < rule.min_probability) return false;
  if (rule.hours && time_ && !rule.hours->hold(time_->time_of_day(at))) return false;
  return place_fits(rule, track);
}

bool HeatRules::place_fits(const HeatRule& rule, const HeatTrack& track) const {
  if (rule.areas.empty() && rule.outside.empty()) return true;
  if (!track.position || !areas_) return rule.areas.empty();
  const double radius_m = ellipse_of(track.position->covariance_m2).ce90_m;
  const double latitude_deg = track.position->latitude_deg, longitude_deg = track.position->longitude_deg;
  if (!rule.areas.empty() &&
      !share_one(rule.areas, areas_->names_near(latitude_deg, longitude_deg, radius_m)))
    return false;
  return rule.outside.empty() ||
         !share_one(rule.outside, areas_->names_around(latitude_deg, longitude_deg, radius_m));
}

}  // namespace nightjar
