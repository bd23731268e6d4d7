#include "ingest/recording/frame_note_lines.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "ingest/own/own_position_line.hpp"

namespace nightjar {

using nlohmann::json;

std::string own_line(const std::vector<OwnPosition>& positions) {
  std::string line = "[";
  for (const OwnPosition& position : positions)
    line += (line.size() == 1 ? "" : ",") + own_position_json(position);
  return line + "]";
}

std::vector<OwnPosition> own_of_line(const std::string& text) {
  const json list = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!list.is_array()) throw std::runtime_error("own: expected a list of positions");
  std::vector<OwnPosition> positions;
  for (const json& item : list) {
    OwnPositionLine read = read_own_position(item.dump(), "own");
    if (!read.position) throw std::runtime_error(read.error);
    positions.push_back(std::move(*read.position));
  }
  return positions;
}

std::string sortie_line(const FrameSortie& sortie) {
  return json{{"id", sortie.id}, {"profile", sortie_profile_word(sortie.profile)}}.dump();
}

FrameSortie sortie_of_line(const std::string& text) {
  const json object = json::parse(text, nullptr, /*allow_exceptions=*/false);
  const auto word = [&](const char* key) {
    const auto found = object.is_object() ? object.find(key) : object.end();
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  const auto profile = sortie_profile_of(word("profile"));
  if (word("id").empty() || !profile)
    throw std::runtime_error("sortie: expected an id and the profile watch or search");
  return {word("id"), profile.value()};
}

}  // namespace nightjar
