#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "alerts/heat_rules.hpp"

namespace nightjar {

/// The rule of a site that writes none.
inline HeatRule every_contact(const std::string& channel) {
  HeatRule rule;
  rule.channel = channel;
  return rule;
}

/// A square of two kilometres about 51 north, 1.15 west.
inline Area made_beat(const std::string& name) {
  return {name, {{{{50.99, -1.165}, {50.99, -1.135}, {51.01, -1.135}, {51.01, -1.165}}, {}}}};
}

inline std::shared_ptr<const HeatRules> rules_of(std::vector<HeatRule> rules, std::vector<Area> areas = {}) {
  return std::make_shared<const HeatRules>(std::move(rules),
                                           std::make_shared<const AreaMap>(std::move(areas)),
                                           std::make_shared<const LocalTime>("Europe/London"));
}

}  // namespace nightjar
