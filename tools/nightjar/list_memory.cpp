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
  if (json.contains("accepted") && json["accepted"].is_string())
    memory.accepted = json["accepted"].get<std::string>();
  return memory;
}

bool remember(const fs::path& journal, const std::string& list, const ListMemory& memory) {
  nlohmann::json json{{"digest", memory.digest}, {"entries", memory.entries}};
  if (memory.number) json["number"] = *memory.number;
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
  return {index.edition().digest, index.edition().number, index.size(), {}};
}

std::string objection(const ListMemory& before, const HotlistIndex& next) {
  const HotlistEdition& edition = next.edition();
  if (edition.digest == before.digest || edition.digest == before.accepted) return {};
  if (next.size() * 5 < before.entries * 4) {
    if (edition.open)  // how many there are would tell how many are covert
      return "holds too few entries, expected at least four fifths of those of the edition before it";
    return fmt::format("holds {} entries, expected at least four fifths of the {} of the edition before it",
                       next.size(), before.entries);
  }
  if (before.number && edition.number && *edition.number < *before.number) {
    return fmt::format("is revision {}, expected one after {}, which was in force", *edition.number,
                       *before.number);
  }
  if (before.number && edition.number == before.number) {
    return fmt::format(
        "is another list under the number of revision {}, which was in force, expected a new "
        "number",
        *before.number);
  }
  return {};
}

}  // namespace nightjar
