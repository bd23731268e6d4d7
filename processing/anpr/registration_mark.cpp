#include "processing/anpr/registration_mark.hpp"

namespace nightjar {

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

}  // namespace nightjar
