#include "processing/hotlist/mark_difference.hpp"

#include <algorithm>
#include <string>

#include "processing/anpr/registration_mark.hpp"

namespace nightjar {
namespace {

/// The fewest changes between the beginnings of a read and of a listed mark.
class Changes {
 public:
  Changes(std::string_view read, std::string_view listed)
      : read_(folded_mark(read)),
        listed_(folded_mark(listed)),
        counts_((read_.size() + 1) * (listed_.size() + 1)) {
    for (std::size_t i = 0; i <= read_.size(); ++i)
      for (std::size_t j = 0; j <= listed_.size(); ++j) at(i, j) = fewest(i, j);
  }

  [[nodiscard]] bool is_substituted(std::size_t i, std::size_t j) const {
    return i > 0 && j > 0 && listed_[j - 1] != '*' &&
           count(i, j) == count(i - 1, j - 1) + (same(i, j) ? 0 : 1);
  }
  [[nodiscard]] bool same(std::size_t i, std::size_t j) const {
    return listed_[j - 1] == '?' || listed_[j - 1] == read_[i - 1];
  }
  [[nodiscard]] bool is_run(std::size_t i, std::size_t j) const {
    return j > 0 && listed_[j - 1] == '*' && i > 0 && count(i, j) == count(i - 1, j);
  }
  [[nodiscard]] bool is_run_end(std::size_t i, std::size_t j) const {
    return j > 0 && listed_[j - 1] == '*' && count(i, j) == count(i, j - 1);
  }
  [[nodiscard]] bool is_surplus(std::size_t i, std::size_t j) const {
    return i > 0 && count(i, j) == count(i - 1, j) + 1;
  }

 private:
  [[nodiscard]] std::size_t count(std::size_t i, std::size_t j) const {
    return counts_[i * (listed_.size() + 1) + j];
  }
  std::size_t& at(std::size_t i, std::size_t j) { return counts_[i * (listed_.size() + 1) + j]; }
  [[nodiscard]] std::size_t fewest(std::size_t i, std::size_t j) const {
    if (i == 0 && j == 0) return 0;
    std::size_t best = i + j;
    const bool run = j > 0 && listed_[j - 1] == '*';
    if (i > 0) best = std::min(best, count(i - 1, j) + (run ? 0 : 1));
    if (j > 0) best = std::min(best, count(i, j - 1) + (run ? 0 : 1));
    if (i > 0 && j > 0 && !run) best = std::min(best, count(i - 1, j - 1) + (same(i, j) ? 0 : 1));
    return best;
  }

  std::string read_, listed_;
  std::vector<std::size_t> counts_;
};

}  // namespace

std::vector<MarkDifference> mark_differences(std::string_view read, std::string_view listed) {
  const Changes changes(read, listed);
  std::vector<MarkDifference> differences;
  for (std::size_t i = read.size(), j = listed.size(); i > 0 || j > 0;) {
    if (changes.is_substituted(i, j)) {
      --i, --j;
      if (!changes.same(i + 1, j + 1))
        differences.push_back(
            {static_cast<std::uint32_t>(i), std::string(1, read[i]), std::string(1, listed[j])});
    } else if (changes.is_run_end(i, j)) {
      --j;
    } else if (changes.is_run(i, j)) {
      --i;
    } else if (changes.is_surplus(i, j)) {
      --i;
      differences.push_back({static_cast<std::uint32_t>(i), std::string(1, read[i]), ""});
    } else {
      --j;
      differences.push_back({static_cast<std::uint32_t>(i), "", std::string(1, listed[j])});
    }
  }
  std::reverse(differences.begin(), differences.end());
  return differences;
}

}  // namespace nightjar
