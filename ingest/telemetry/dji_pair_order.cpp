#include "ingest/telemetry/dji_pair_order.hpp"

#include <cmath>

namespace nightjar {
namespace {

bool is_latitude(double deg) {
  return std::abs(deg) <= 90;
}

double signed_by_side(const DjiNumber& number) {
  return number.side == 's' || number.side == 'w' ? -number.value : number.value;
}

/// What one pair itself says of its order; nothing: it could be either.
std::optional<PairOrder> order_of(const DjiGroup& group) {
  const auto &a = group.numbers[0], &b = group.numbers[1];
  if (!a || !b) return {};
  const auto is_side = [](const DjiNumber& number, std::string_view sides) {
    return number.side != 0 && sides.find(number.side) != std::string_view::npos;
  };
  if (is_side(*a, "ew") && is_side(*b, "ns")) return PairOrder::longitude_first;
  if (is_side(*a, "ns") && is_side(*b, "ew")) return PairOrder::latitude_first;
  if (!is_latitude(a->value) && is_latitude(b->value)) return PairOrder::longitude_first;
  if (!is_latitude(b->value) && is_latitude(a->value)) return PairOrder::latitude_first;
  return {};
}

}  // namespace

std::string_view words_for(PairOrder order) {
  return order == PairOrder::longitude_first ? "longitude first" : "latitude first";
}

bool is_place(const DjiPlace& place) {
  return is_latitude(place.latitude_deg) && std::abs(place.longitude_deg) <= 180;
}

std::optional<DjiPairOrder> dji_pair_order(const std::vector<SubtitleCue>& cues) {
  std::optional<DjiPairOrder> chosen, usual;
  for (const SubtitleCue& cue : cues) {
    for (const std::string_view key : {"gps", "home"}) {
      const auto group = dji_group(cue.text, key);
      if (!group || !group->numbers[0] || !group->numbers[1]) continue;
      if (const auto certain = order_of(*group)) {
        if (!chosen) chosen = {*certain, "the other way is no place on the earth", cue.line};
        chosen->contradicted = chosen->contradicted || chosen->order != *certain;
      } else if (!usual && key == "gps") {
        const bool with_height = group->numbers[2] && group->numbers[2]->unit == "m";
        usual = with_height
                    ? DjiPairOrder{PairOrder::latitude_first,
                                   "as drones write it that give a height in M there", cue.line}
                    : DjiPairOrder{PairOrder::longitude_first, "as most DJI drones write it", cue.line};
      }
    }
  }
  return chosen ? chosen : usual;
}

std::optional<DjiPlace> place_of(const DjiGroup& group, PairOrder of_file) {
  const auto &a = group.numbers[0], &b = group.numbers[1];
  if (!a || !b) return {};
  const double first = signed_by_side(*a), second = signed_by_side(*b);
  if (order_of(group).value_or(of_file) == PairOrder::longitude_first) return DjiPlace{second, first};
  return DjiPlace{first, second};
}

}  // namespace nightjar
