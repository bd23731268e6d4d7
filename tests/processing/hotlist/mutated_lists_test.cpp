#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "tests/fuzz/hotlist_property.hpp"

namespace nightjar {
namespace {

/// What lists of real back offices are made of, and what breaks them.
const std::vector<std::string> kPieces{"\"",
                                       "\"\"",
                                       ",",
                                       ";",
                                       "\t",
                                       "\r\n",
                                       "\n",
                                       "?",
                                       "*",
                                       "mark",
                                       "change",
                                       "# base: 1\n",
                                       "remove",
                                       "SILENT",
                                       "\xFF",
                                       "2026-01-01",
                                       "31/12/2026",
                                       std::string(1, '\0'),
                                       "AB12CDE",
                                       "\xEF\xBB\xBF",
                                       "# revision: 2\n"};

std::string mutated(std::string text, std::mt19937& random) {
  const auto place = [&] { return text.empty() ? 0 : random() % text.size(); };
  for (auto rounds = 1 + random() % 6; rounds > 0; --rounds) {
    switch (random() % 5) {
      case 0:
        text.erase(place(), 1 + random() % 20);
        break;
      case 1:
        text.insert(place(), kPieces[random() % kPieces.size()]);
        break;
      case 2:
        if (!text.empty()) text[place()] = static_cast<char>(random() % 256);
        break;
      case 3:
        text.insert(place(), text.substr(place(), random() % 60));
        break;
      default:
        text.resize(text.size() - text.size() * (random() % 8) / 64);
    }
  }
  return text;
}

TEST(MutatedLists, load_or_are_refused_with_a_reason) {
  std::mt19937 random(20261122);
  int lists = 0;
  for (const auto& file : std::filesystem::directory_iterator(NIGHTJAR_TEST_DATA "/hotlists")) {
    std::ostringstream text;
    text << std::ifstream(file.path(), std::ios::binary).rdbuf();
    EXPECT_EQ(hotlist_trouble(text.str()), "") << file.path();
    ++lists;
    for (int i = 0; i < 1500; ++i) {
      const std::string list = mutated(text.str(), random);
      ASSERT_EQ(hotlist_trouble(list), "") << file.path() << " mutation " << i << ":\n" << list;
    }
  }
  EXPECT_GE(lists, 8);
}

}  // namespace
}  // namespace nightjar
