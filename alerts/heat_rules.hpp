#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "alerts/alert.hpp"
#include "alerts/local_time.hpp"
#include "processing/ground/area.hpp"
#include "processing/thermal/heat_track.hpp"

namespace nightjar {

/// Which contacts of a feed are told, and how. What a rule does not say fits everything.
struct HeatRule {
  std::string name;  ///< empty: the rule of a site that writes none
  std::vector<HeatClass> classes;
  std::vector<std::string> areas;    ///< the contact may lie in one of them
  std::vector<std::string> outside;  ///< the contact does not surely lie in one of them
  std::optional<DailyHours> hours;
  double min_probability = 0.5;  ///< that it is a real contact
  int priority = 40;
  AlertHandling handling = AlertHandling::alarm;
  std::string channel;
  bool restricted = false;  ///< that channel is
  /// An alert whose contact has been lost for so long is closed; nothing: only a person closes it.
  std::optional<std::chrono::minutes> close_lost_after;
};

/// On whose channels: what is told on restricted ones changes nothing on the others.
struct HeatAudience {
  bool uncleared = true;               ///< hears of what rules tell on channels that are not restricted
  bool cleared = true;                 ///< hears of what they tell on restricted ones
  std::set<std::string> unnamed = {};  ///< areas that are not named to it
};

/// The rules of one feed, as far as they are for an audience.
class HeatRules {
 public:
  /// `areas` may be null where no rule names one; `time` where none has hours.
  HeatRules(std::vector<HeatRule> rules, std::shared_ptr<const AreaMap> areas,
            std::shared_ptr<const LocalTime> time, HeatAudience audience = {});

  /// The first rule that the confirmed contact fits; null: none, or it is for another audience. A contact is
  /// in an area if it lies there anywhere within its 90 % circle, and out of one that is not to be told only
  /// if it lies there as a whole: doubt about the place is no reason for silence. One without a place is in
  /// no area.
  [[nodiscard]] const HeatRule* rule_for(const HeatTrack& track, CaptureTime at) const;

  /// Names of the areas that hold the place and may be named.
  [[nodiscard]] std::vector<std::string> areas_at(const GroundPoint& place) const;

 private:
  [[nodiscard]] bool fits(const HeatRule& rule, const HeatTrack& track, CaptureTime at) const;
  [[nodiscard]] bool place_fits(const HeatRule& rule, const HeatTrack& track) const;

  std::vector<HeatRule> rules_;
  std::shared_ptr<const AreaMap> areas_;
  std::shared_ptr<const LocalTime> time_;
  HeatAudience audience_;
};

}  // namespace nightjar
