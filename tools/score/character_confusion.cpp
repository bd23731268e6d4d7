#include "tools/score/character_confusion.hpp"

#include <algorithm>

#include "processing/anpr/registration_mark.hpp"

namespace nightjar {
namespace {

constexpr std::size_t kLongest = 64;  // of a mark that is compared; nothing longer is one

std::size_t place_of(char symbol) {
  const std::size_t place = kConfusionSymbols.find(symbol);
  return place == std::string_view::npos ? kConfusionSymbols.find('?') : place;
}

bool is_wrong(const CharacterChange& change) {
  return change.truth != change.read;
}

}  // namespace

std::vector<CharacterChange> aligned(std::string_view truth, std::string_view read) {
  const std::string a = folded_mark(truth.substr(0, kLongest)), b = folded_mark(read.substr(0, kLongest));
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cost[i][j] = i + j;
        continue;
      }
      cost[i][j] = std::min(
          {cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U), cost[i - 1][j] + 1, cost[i][j - 1] + 1});
    }
  }
  std::vector<CharacterChange> changes;
  for (std::size_t i = a.size(), j = b.size(); i > 0 || j > 0;) {
    if (i > 0 && j > 0 && cost[i][j] == cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)) {
      changes.push_back({a[--i], b[--j]});
    } else if (i > 0 && cost[i][j] == cost[i - 1][j] + 1) {
      changes.push_back({a[--i], '-'});
    } else {
      changes.push_back({'-', b[--j]});
    }
  }
  std::reverse(changes.begin(), changes.end());
  return changes;
}

void CharacterConfusion::add(std::string_view truth, std::string_view read) {
  const std::vector<CharacterChange> changes = aligned(truth, read);
  const auto wrong = static_cast<std::size_t>(std::count_if(changes.begin(), changes.end(), is_wrong));
  if (2 * wrong > changes.size()) {
    ++other_marks_;
    return;
  }
  for (const CharacterChange& change : changes) {
    ++counts_[place_of(change.truth)][place_of(change.read)];
    if (change.truth != '-') ++characters_;
    if (!is_wrong(change)) continue;
    ++(change.truth == '-' ? inserted_ : change.read == '-' ? deleted_ : substituted_);
  }
}

std::size_t CharacterConfusion::at(char truth, char read) const {
  return counts_[place_of(truth)][place_of(read)];
}

std::vector<CharacterConfusion::Mistake> CharacterConfusion::mistakes() const {
  std::vector<Mistake> mistakes;
  for (const char truth : kConfusionSymbols) {
    for (const char read : kConfusionSymbols)
      if (truth != read && at(truth, read) > 0) mistakes.push_back({{truth, read}, at(truth, read)});
  }
  std::stable_sort(mistakes.begin(), mistakes.end(),
                   [](const Mistake& a, const Mistake& b) { return a.count > b.count; });
  return mistakes;
}

}  // namespace nightjar
