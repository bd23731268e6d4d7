#include "processing/hotlist/hotlist_edition.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <system_error>

#include "processing/hotlist/hotlist_preamble.hpp"
#include "processing/hotlist/hotlist_text.hpp"
#include "processing/hotlist/open_part.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;

struct ReadDelta {
  fs::path file;
  std::string digest;
  CaptureTime written_at;
  HotlistDeltaLoad load;
};

bool is_superseded(const std::string& bytes, std::optional<std::uint64_t> revision) {
  HotlistFindings unheeded(0);
  const auto preamble = hotlist_preamble(bytes, unheeded);
  return preamble && preamble->base && revision && preamble->revision <= revision;
}

std::optional<ReadDelta> read_delta(const fs::path& file, const HotlistFileOptions& options,
                                    std::optional<std::uint64_t> revision) {
  const HotlistText text = read_hotlist_text(file);
  ReadDelta delta{file, {}, text.written_at, {std::nullopt, HotlistFindings(options.max_named)}};
  if (!text.trouble.empty()) {
    delta.load.findings.refuse(1, fmt::format("file: {}, expected a delta", text.trouble));
    return delta;
  }
  if (is_superseded(text.bytes, revision)) return std::nullopt;
  delta.digest = digest_of(text.bytes);
  delta.load = parse_hotlist_delta(text.bytes, options);
  return delta;
}

/// The numbers count all editions, also those in which covert entries alone changed.
void refuse_misfit(ReadDelta& delta, std::optional<std::uint64_t> revision, bool apart) {
  delta.load.findings.set_covert(apart);
  const std::uint64_t base = delta.load.delta->base;
  delta.load.findings.refuse(
      1, revision ? fmt::format("base: found {}, expected {}, the revision that it would be put on", base,
                                *revision)
                  : fmt::format("base: found {}, but the list itself says no revision", base));
}

/// Puts each delta on the revision it names, until none fits any more.
void put_on(HotlistEditionLoad& load, std::vector<ReadDelta>& deltas, const HotlistFileOptions& options) {
  const CovertEntries& covert = options.covert;
  HotlistEdition edition = load.index->edition();
  HotlistMerge merge(std::shared_ptr<const HotlistTable>(load.index, &load.index->table()), covert);
  std::vector<ReadDelta*> left;
  left.reserve(deltas.size());
  for (ReadDelta& delta : deltas) left.push_back(&delta);
  for (;;) {
    const auto next = std::find_if(left.begin(), left.end(), [&](const ReadDelta* delta) {
      return edition.number && delta->load.delta->base == *edition.number;
    });
    if (next == left.end()) break;
    ReadDelta& delta = **next;
    left.erase(next);
    merge.apply(*delta.load.delta, delta.load.findings);
    edition.number = delta.load.delta->revision;
    edition.written_at = std::max(edition.written_at.value_or(delta.written_at), delta.written_at);
    edition.digest = digest_of(edition.digest + delta.digest);
  }
  for (ReadDelta* delta : left) refuse_misfit(*delta, edition.number, covert.apart);
  const bool refused = std::any_of(deltas.begin(), deltas.end(),
                                   [](const ReadDelta& d) { return d.load.findings.is_refused(); });
  const bool openly = std::any_of(deltas.begin(), deltas.end(),
                                  [](const ReadDelta& d) { return d.load.findings.is_openly_refused(); });
  edition.revision = edition.number ? std::to_string(*edition.number) : edition.digest;
  load.index.reset();
  if (openly || !left.empty()) return;
  HotlistTable merged = merge.merged();
  if (covert.apart)
    edition.open = open_part(merged, covert.open_markings, edition.written_at, options.open_before);
  if (refused) {
    load.open = edition.open;
    return;
  }
  load.index = std::make_shared<const HotlistIndex>(std::move(merged), std::move(edition));
}

}  // namespace

std::size_t HotlistEditionLoad::bad_lines() const {
  return std::accumulate(parts.begin(), parts.end(), std::size_t{0},
                         [](std::size_t sum, const HotlistPart& p) { return sum + p.findings.bad_lines(); });
}

std::size_t HotlistEditionLoad::covert_bad_lines() const {
  return std::accumulate(
      parts.begin(), parts.end(), std::size_t{0},
      [](std::size_t sum, const HotlistPart& p) { return sum + p.findings.covert_bad_lines(); });
}

bool HotlistEditionLoad::is_openly_refused() const {
  return std::any_of(parts.begin(), parts.end(),
                     [](const HotlistPart& part) { return part.findings.is_openly_refused(); });
}

std::vector<fs::path> delta_files(const fs::path& file) {
  std::vector<fs::path> files;
  const std::string begin = file.stem().string() + ".delta";
  std::error_code error;
  for (fs::directory_iterator entry(file.parent_path(), error), end; !error && entry != end;
       entry.increment(error)) {
    const fs::path& path = entry->path();
    if (path.filename().string().rfind(begin, 0) == 0 && path.extension() == file.extension())
      files.push_back(path);
  }
  std::sort(files.begin(), files.end());
  return files;
}

HotlistEditionLoad load_hotlist_edition(const fs::path& file, const HotlistFileOptions& options) {
  HotlistLoad list = load_hotlist(file, options);
  HotlistEditionLoad load{std::move(list.index), {}, list.only_bad_lines, std::nullopt};
  load.parts.push_back({file, std::move(list.findings)});
  const std::vector<fs::path> files = delta_files(file);
  if (!load.index) {
    if (files.empty()) load.open = std::move(list.open);  // else nobody knows what they would make of it
    return load;
  }
  std::vector<ReadDelta> deltas;
  bool readable = true;
  bool sound = true;
  bool only_bad_lines = true;
  for (const fs::path& path : files) {
    auto delta = read_delta(path, options, load.index->edition().number);
    if (!delta) continue;
    readable = readable && delta->load.delta;
    if (delta->load.findings.is_refused()) {
      sound = false;
      only_bad_lines = only_bad_lines && delta->load.only_bad_lines;
    }
    deltas.push_back(std::move(*delta));
  }
  if (!readable) {
    load.index = nullptr;
  } else if (!deltas.empty()) {
    put_on(load, deltas, options);
  }
  load.only_bad_lines = !sound && only_bad_lines;
  for (ReadDelta& delta : deltas) load.parts.push_back({delta.file, std::move(delta.load.findings)});
  return load;
}

}  // namespace nightjar
