#include "tools/nightjar/alert_words.hpp"

#include <fmt/format.h>

#include <cmath>

#include "ingest/utc_time.hpp"
#include "tools/nightjar/terminal_text.hpp"

namespace nightjar {
namespace {

std::string ordinal(std::uint32_t number) {
  const bool teen = number % 100 >= 11 && number % 100 <= 13;
  const char* const ending = teen               ? "th"
                             : number % 10 == 1 ? "st"
                             : number % 10 == 2 ? "nd"
                             : number % 10 == 3 ? "rd"
                                                : "th";
  return fmt::format("{}{}", number, ending);
}

std::string or_nothing(const std::string& character) {
  return character.empty() ? "nothing" : printable(character);
}

void add(std::string& words, const std::string& more, const char* between) {
  if (more.empty()) return;
  if (!words.empty()) words += between;
  words += more;
}

}  // namespace

std::string clock_words(const std::optional<CaptureTime>& time) {
  return time ? format_utc(*time).substr(11, 8) + "Z" : "--:--:--Z";
}

std::string age_words(std::int64_t age_s) {
  if (age_s >= 2 * 86400) return fmt::format("{} d", age_s / 86400);
  if (age_s >= 2 * 3600) return fmt::format("{} h", age_s / 3600);
  if (age_s >= 120) return fmt::format("{} min", age_s / 60);
  return fmt::format("{} s", age_s);
}

std::string percent(double fraction) {
  return fmt::format("{} %", std::lround(std::floor(fraction * 100)));
}

std::string place_words(const AlertPlace& place) {
  std::string words = printable(place.words.value_or(""));
  std::string grid = printable(place.os_grid.value_or(""));
  if (place.ce90_m) add(grid, fmt::format("± {:.1f} m", *place.ce90_m), " ");
  add(words, grid, "   ");
  if (place.latitude_deg && place.longitude_deg) {
    add(words, fmt::format("{:.6f}, {:.6f}", *place.latitude_deg, *place.longitude_deg), "   ");
  }
  return words;
}

std::string heat_words(const AlertHeat& heat) {
  std::string words = heat.unconfirmed ? "UNCONFIRMED " : "";
  if (heat.group)
    words += fmt::format("GROUP of {}, {:.0f} m across: ", heat.group->count, heat.group->extent_m);
  words += printable(heat.heat_class);
  if (heat.class_probability) words += fmt::format(" ({})", percent(*heat.class_probability));
  add(words, "contact " + percent(heat.probability), ", ");
  if (heat.peak_k) add(words, fmt::format("{:.1f} K", *heat.peak_k), ", ");
  if (heat.velocity_mps && heat.bearing_deg) {
    add(words, fmt::format("{:.1f} m/s towards {:03.0f}°", *heat.velocity_mps, *heat.bearing_deg), ", ");
  }
  if (heat.lost_at) add(words, "LOST since " + clock_words(heat.lost_at), ", ");
  if (heat.own)
    add(words,
        fmt::format("perhaps OWN {} {}, {:.0f} m off, {:.0f} s old", printable(heat.own->kind),
                    printable(heat.own->label.value_or(heat.own->id)), heat.own->distance_m, heat.own->age_s),
        ", ");
  return words;
}

std::string match_words(const AlertVehicle& vehicle) {
  if (vehicle.exact) return "exact match, read " + percent(vehicle.read_confidence);
  std::string words = "POSSIBLE match";
  if (vehicle.probability) words += " " + percent(*vehicle.probability);
  std::string differs;
  for (const DifferingCharacter& character : vehicle.differs) {
    add(differs,
        fmt::format("{} read {}, listed {}", ordinal(character.position + 1), or_nothing(character.read),
                    or_nothing(character.listed)),
        "; ");
  }
  add(words, differs, ": ");
  return words;
}

std::vector<std::string> sighting_words(const AlertEvent& event) {
  std::vector<std::string> words;
  if (event.possible_clone) {
    const PossibleClone& clone = *event.possible_clone;
    words.push_back(fmt::format("POSSIBLE CLONE: {} saw it {:.1f} km away, {} apart", printable(clone.feed),
                                clone.distance_m / 1000, age_words(std::lround(clone.apart_s))));
  }
  if (event.cloned) words.push_back("CLONE ABOUT, says " + printable(*event.cloned));
  if (event.silenced) words.push_back("silent: " + printable(*event.silenced));
  if (event.sortie) words.push_back("sortie " + printable(*event.sortie));
  if (event.late_match) words.emplace_back("LATE MATCH: the entry came after the vehicle");
  if (event.sightings > 1) {
    std::string count = fmt::format("sighting {}", event.sightings);
    if (event.alerted_again) count += ", again: " + printable(*event.alerted_again);
    words.push_back(count);
  }
  return words;
}

std::string confirmed_words(const AlertEvent& event) {
  const auto& characters = event.characters_confirmed;
  const auto& entry = event.entry_confirmed;
  std::string until = entry && entry->until ? " until " + clock_words(entry->until) : "";
  if (characters && entry) return "CONFIRMED" + (until.empty() ? "" : ", the entry" + until);
  if (characters) return "UNCONFIRMED: entry to be confirmed";
  if (entry) return "UNCONFIRMED: characters to be confirmed, entry is" + until;
  return "UNCONFIRMED";
}

std::string crew_words(const AlertEvent& event) {
  if (!event.crew) return {};
  const AlertCrew& crew = *event.crew;
  const std::string name = printable(crew.name);
  if (event.event == AlertHappening::withdrawn) return name + " WAS SENT TO IT: TELL THEM";
  if (crew.attending) return name + " attending since " + clock_words(crew.attending->at);
  if (crew.received) return name + " has received it";
  if (crew.given_back_at) return "NOT RECEIVED by " + name;
  std::string words = "handed on to " + name;
  if (crew.receive_by) words += ", to be received by " + clock_words(crew.receive_by);
  return words;
}

std::string deed_words(const AlertEvent& event) {
  if (!event.actor) return {};
  std::string words = "by " + printable(event.actor->person);
  if (!event.action) return words;
  if (event.taken_over_from) add(words, "taken over from " + printable(*event.taken_over_from), ", ");
  for (const auto* text : {&event.action->confirms, &event.action->code})
    if (*text) add(words, printable(**text), ", ");
  if (event.action->note) add(words, printable(*event.action->note), ": ");
  return words;
}

}  // namespace nightjar
