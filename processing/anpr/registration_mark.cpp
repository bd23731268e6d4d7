#include "processing/anpr/registration_mark.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace nightjar {
namespace {

// A form as one class a character, with its customary spaces. L P Y S A: a letter of the sets below; 9: any
// digit; 1: any but 0; X: D or X.
struct Shape {
  MarkForm form;
  std::string classes;
};

bool belongs(char symbol, char shape_class) {
  const bool letter = symbol >= 'A' && symbol <= 'Z';
  const bool digit = symbol >= '0' && symbol <= '9';
  const auto letter_but = [&](std::string_view barred) {
    return letter && barred.find(symbol) == barred.npos;
  };
  switch (shape_class) {
    case 'L':
      return letter_but("IQ");
    case 'P':
      return letter_but("IOUZ");
    case 'Y':
      return letter_but("IQZ");
    case 'S':
      return letter_but("IOQUZ");
    case 'A':
      return letter;
    case 'X':
      return symbol == 'D' || symbol == 'X';
    case '9':
      return digit;
    case '1':
      return digit && symbol != '0';
    default:
      return false;
  }
}

std::string digits_of(std::size_t count) {
  std::string classes(count, '9');
  classes.front() = '1';
  return classes;
}

std::vector<Shape> all_shapes() {
  std::vector<Shape> shapes = {{MarkForm::current, "LL99 LLL"}};
  for (std::size_t digits : {3U, 2U, 1U}) {
    shapes.push_back({MarkForm::prefix, fmt::format("P{} YYY", digits_of(digits))});
    shapes.push_back({MarkForm::suffix, fmt::format("YYY {}S", digits_of(digits))});
  }
  shapes.push_back({MarkForm::diplomatic, "999 X 999"});
  for (std::size_t digits : {4U, 3U, 2U, 1U}) {
    shapes.push_back({MarkForm::northern_ireland, fmt::format("AA {}", digits_of(digits))});
    shapes.push_back({MarkForm::northern_ireland, fmt::format("AAA {}", digits_of(digits))});
  }
  // Many digits before few: of two ways to take a 1 apart, the one without an I is the commoner.
  for (std::size_t digits : {4U, 3U, 2U, 1U}) {
    for (std::size_t letters = 1; letters <= (digits == 4 ? 2U : 3U); ++letters) {
      shapes.push_back(
          {MarkForm::dateless, fmt::format("{} {}", std::string(letters, 'A'), digits_of(digits))});
      shapes.push_back(
          {MarkForm::dateless, fmt::format("{} {}", digits_of(digits), std::string(letters, 'A'))});
    }
  }
  return shapes;
}

bool keeps_the_rest(const Shape& shape, const std::string& spaced) {
  if (shape.form == MarkForm::current) {
    const std::string age = spaced.substr(2, 2);
    return age != "00" && age != "01" && age != "50";
  }
  if (shape.form == MarkForm::northern_ireland) {
    const std::string letters = spaced.substr(0, spaced.find(' '));
    return letters.find_first_of("IZ", letters.size() == 3 ? 1 : 0) != std::string::npos;
  }
  return true;
}

char twin(char symbol) {
  switch (symbol) {
    case '0':
      return 'O';
    case 'O':
      return '0';
    case '1':
      return 'I';
    case 'I':
      return '1';
    default:
      return symbol;
  }
}

// The mark in the shape, with its spaces, or nothing.
std::optional<std::string> fitted(std::string_view bare, const Shape& shape, bool either_twin) {
  std::string spaced;
  std::size_t at = 0;
  for (char shape_class : shape.classes) {
    if (shape_class == ' ') {
      spaced += ' ';
      continue;
    }
    if (at == bare.size()) return std::nullopt;
    char symbol = bare[at++];
    if (either_twin && !belongs(symbol, shape_class)) symbol = twin(symbol);
    if (!belongs(symbol, shape_class)) return std::nullopt;
    spaced += symbol;
  }
  if (at != bare.size() || !keeps_the_rest(shape, spaced)) return std::nullopt;
  return spaced;
}

struct Fit {
  MarkForm form = MarkForm::other;
  std::string spaced;
};

// As it is written first: who wrote an O meant it if the mark makes sense so.
Fit best_fit(std::string_view mark) {
  static const std::vector<Shape> shapes = all_shapes();
  const std::string bare = bare_mark(mark);
  for (bool either_twin : {false, true}) {
    for (const Shape& shape : shapes) {
      if (auto spaced = fitted(bare, shape, either_twin)) return {shape.form, *std::move(spaced)};
    }
  }
  return {MarkForm::other, bare};
}

constexpr std::size_t kLongestForm = 12;
using LetterPatterns = std::array<std::vector<std::uint16_t>, kLongestForm + 1>;

LetterPatterns all_letter_patterns() {
  LetterPatterns patterns;
  for (const Shape& shape : all_shapes()) {
    std::uint16_t letters = 0;
    std::size_t size = 0;
    for (const char shape_class : shape.classes) {
      if (shape_class == ' ') continue;
      if (shape_class != '9' && shape_class != '1') letters |= static_cast<std::uint16_t>(1U << size);
      ++size;
    }
    auto& known = patterns.at(size);
    if (std::find(known.begin(), known.end(), letters) == known.end()) known.push_back(letters);
  }
  return patterns;
}

}  // namespace

std::span<const std::uint16_t> letter_patterns(std::size_t size) {
  static const LetterPatterns patterns = all_letter_patterns();
  if (size >= patterns.size()) return {};
  return patterns[size];
}

std::string folded_mark(std::string_view mark) {
  std::string folded = bare_mark(mark);
  for (char& symbol : folded) {
    if (symbol == 'O') symbol = '0';
    if (symbol == 'I') symbol = '1';
  }
  return folded;
}

std::string bare_mark(std::string_view written) {
  std::string bare;
  for (char symbol : written) {
    if (symbol == ' ' || symbol == '-' || symbol == '.') continue;
    bare.push_back(symbol >= 'a' && symbol <= 'z' ? static_cast<char>(symbol - 'a' + 'A') : symbol);
  }
  return bare;
}

MarkForm form_of(std::string_view mark) {
  return best_fit(mark).form;
}

std::string displayed_mark(std::string_view mark) {
  return best_fit(mark).spaced;
}

bool may_be_word(std::string_view text) {
  return text.find_first_of("0123456789") == std::string_view::npos && form_of(text) == MarkForm::other;
}

std::string restored_mark(std::string_view mark) {
  return bare_mark(displayed_mark(mark));
}

}  // namespace nightjar
