#include "tools/nightjar/list_memory.hpp"

#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>

namespace nightjar {
namespace {

namespace fs = std::filesystem;

fs::path file_of(const fs::path& journal, const std::string& list) {
  return journal / "lists" / (list + ".json");
}

std::optional<OpenPart> open_part_of(const nlohmann::json& json) {
  if (!json.is_object() || !json.contains("revision") || !json["revision"].is_string() ||
      !json.contains("entries") || !json["entries"].is_number_unsigned()) {
    return std::nullopt;
  }
  OpenPart open{json["revision"].get<std::string>(), json["entries"].get<std::size_t>()};
  if (json.contains("since_us") && json["since_us"].is_number_integer())
    open.since = CaptureTime(CaptureTime::duration(json["since_us"].get<std::int64_t>()));
  return open;
}

nlohmann::json json_of(const OpenPart& open) {
  nlohmann::json json{{"revision", open.revision}, {"entries", open.entries}};
  if (open.since) json["since_us"] = open.since->time_since_epoch().count();
  return json;
}

}  // namespace

std::optional<ListMemory> remembered(const fs::path& journal, const std::string& list) {
  std::ifstream stream(file_of(journal, list));
  const auto json = nlohmann::json::parse(stream, nullptr, false);
  if (!json.is_object() || !json.contains("digest") || !json["digest"].is_string() ||
      !json.contains("entries") || !json["entries"].is_number_unsigned()) {
    return std::nullopt;
  }
  ListMemory memory;
  memory.digest = json["digest"].get<std::string>();
  memory.entries = json["entries"].get<std::size_t>();
  if (json.contains("number") && json["number"].is_number_unsigned())
    memory.number = json["number"].get<std::uint64_t>();
  if (json.contains("open")) memory.open = open_part_of(json["open"]);
  if (json.contains("accepted") && json["accepted"].is_string())
    memory.accepted = json["accepted"].get<std::string>();
  return memory;
}

bool remember(const fs::path& journal, const std::string& list, const ListMemory& memory) {
  nlohmann::json json{{"digest", memory.digest}, {"entries", memory.entries}};
  if (memory.number) json["number"] = *memory.number;
  if (memory.open) json["open"] = json_of(*memory.open);
  if (!memory.accepted.empty()) json["accepted"] = memory.accepted;
  const fs::path file = file_of(journal, list);
  const fs::path partial = file.string() + ".partial";
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  {
    std::ofstream stream(partial);
    stream << json.dump() << '\n';
    if (!stream.flush()) return false;
  }
  fs::rename(partial, file, error);
  return !error;
}

ListMemory memory_of(const HotlistIndex& index) {
  const HotlistEdition& edition = index.edition();
  return {.digest = edition.digest,
          .number = edition.number,
          .entries = index.size(),
          .open = edition.open,
          .accepted = {}};
}

ListObjection objection(const ListMemory& before, const HotlistIndex& next) {
  const HotlistEdition& edition = next.edition();
  const bool apart = edition.open.has_value();
  if (edition.digest == before.digest || edition.digest == before.accepted) return {};
  const auto too_few = [](std::size_t entries, std::size_t were) {
    return fmt::format("holds {} entries, expected at least four fifths of the {} of the edition before it",
                       entries, were);
  };
  if (apart && before.open && edition.open->entries * 5 < before.open->entries * 4)
    return {too_few(edition.open->entries, before.open->entries), false};
  if (next.size() * 5 < before.entries * 4) return {too_few(next.size(), before.entries), apart};
  if (before.number && edition.number && *edition.number < *before.number) {
    return {fmt::format("is revision {}, expected one after {}, which was in force", *edition.number,
                        *before.number),
            apart};
  }
  if (before.number && edition.number == before.number) {
    return {fmt::format("is another list under the number of revision {}, which was in force, expected a new "
                        "number",
                        *before.number),
            apart};
  }
  return {};
}

}  // namespace nightjar
