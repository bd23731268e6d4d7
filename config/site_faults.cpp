#include "config/site_faults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "config/feed_address.hpp"
#include "ingest/feed_address.hpp"

namespace nightjar {
namespace {

constexpr std::size_t kLongestShown = 60;

/// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
    }
    before_last.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

/// An address without its scheme, or with a slip in it, may carry a password, too.
std::string without_secrets(std::string_view text) {
  if (has_scheme(text)) return public_address(text);
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos) return std::string(text);
  const std::string_view rest = text.substr(at);
  return "..." + std::string(rest.substr(0, rest.find('?')));
}

}  // namespace

void SiteFaults::add(std::uint32_t line, std::string_view key, std::string_view found_and_expected) {
  faults_.push_back({line, fmt::format("{}: {}", key, found_and_expected)});
}

std::vector<std::string> SiteFaults::lines(const std::filesystem::path& file) const {
  std::vector<Fault> ordered = faults_;
  std::stable_sort(ordered.begin(), ordered.end(),
                   [](const Fault& a, const Fault& b) { return a.line < b.line; });
  std::vector<std::string> lines;
  lines.reserve(ordered.size());
  for (const Fault& fault : ordered)
    lines.push_back(fmt::format("{}:{}: {}", file.string(), fault.line, fault.text));
  lines.insert(lines.end(), of_other_files_.begin(), of_other_files_.end());
  return lines;
}

std::string shown(std::string_view text) {
  const std::string safe = without_secrets(text);
  std::string result = "\"";
  for (const char c : std::string_view(safe).substr(0, kLongestShown)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) {
      result += fmt::format("\\x{:02x}", byte);
    } else {
      result += c;
    }
  }
  if (safe.size() > kLongestShown) result += "...";
  return result + '"';
}

std::string nearest_word(std::string_view word, const std::set<std::string>& words) {
  std::string nearest;
  std::size_t best = std::max<std::size_t>(1, std::min<std::size_t>(3, word.size() / 2)) + 1;
  for (const std::string& candidate : words) {
    const bool lacks_its_unit = word.size() > 2 && candidate.rfind(std::string(word) + '_', 0) == 0;
    const std::size_t distance = lacks_its_unit ? 1 : edit_distance(word, candidate);
    if (distance < best) {
      best = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

std::string either_of(const std::set<std::string>& words) {
  std::string result;
  std::size_t left = words.size();
  for (const std::string& word : words) {
    if (!result.empty()) result += left == 1 ? " or " : ", ";
    result += word;
    --left;
  }
  return result;
}

}  // namespace nightjar
