#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tools/score/records.hpp"

namespace nightjar {

struct LossPart {
  std::string name;
  std::uint64_t count = 0;
};

/// A whole and the parts that it must be the sum of.
struct LossSum {
  std::string name;  ///< "frames decoded"
  std::uint64_t whole = 0;
  bool stated = false;  ///< the records state the whole; else it is the sum of its parts
  std::vector<LossPart> parts;
  [[nodiscard]] std::uint64_t sum() const;
};

struct FeedLoss {
  std::string feed;
  std::string kind;  ///< anpr, thermal, or empty where it is not stated
  std::vector<LossSum> sums;
};

/// Where everything went. What does not balance is a fault, in words.
struct LossAccount {
  std::vector<FeedLoss> feeds;
  std::vector<std::string> faults;
};

[[nodiscard]] LossAccount account_for(const Records& records);

}  // namespace nightjar
