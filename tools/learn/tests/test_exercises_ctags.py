# SPDX-License-Identifier: MIT
"""Blanking, on C++ that is easy to get wrong. Each case says what comes in and what must come out."""
import unittest

from learn import ctags
from learn.errors import LearnError


def blank(text, name):
    function = ctags.find(text, name, "a.cpp")
    ctags.check_blankable(function, "a.cpp")
    return ctags.replace(function, ctags.blanked(function, "todo();"))


class Blanking(unittest.TestCase):
    def check(self, text, name, expected):
        self.assertEqual(blank(text, name), expected)

    def refuse(self, text, name, why):
        with self.assertRaises(ctags.Refused) as caught:
            blank(text, name)
        self.assertIn(why, str(caught.exception))
        self.assertIn(name.split("(")[0], str(caught.exception))

    def test_plain_function(self):
        self.check("int f(int a) {\n  return a;\n}\n", "f", "int f(int a) { todo(); }\n")

    def test_raw_strings_comments_and_characters_hold_braces(self):
        body = ('  const char* a = R"x(} { )" })x";\n  // }\n  /* { } } */ char c = \'}\';\n'
                '  const char* b = "\\"}";\n  int n = 1\'000\'000;\n  (void)a; (void)b; (void)c; return n;\n')
        self.check("int f() {\n" + body + "}\nint g() {\n  return 2;\n}\n", "f",
                   "int f() { todo(); }\nint g() {\n  return 2;\n}\n")

    def test_brace_on_its_own_line_and_comment_behind(self):
        self.check("int f()\n{\n  return 1;\n}  // f } {\n", "f", "int f()\n{ todo(); }  // f } {\n")

    def test_initialiser_lists_stay(self):
        self.check("struct A {\n  A(int);\n  int a; int b;\n};\nA::A(int x) : a{x}, b(2) {\n  ++a;\n}\n", "A::A",
                   "struct A {\n  A(int);\n  int a; int b;\n};\nA::A(int x) : a{x}, b(2) { todo(); }\n")

    def test_initialiser_list_over_lines_with_empty_body(self):
        self.check("A::A(int x)\n    : a{x},\n      b{1, 2} {}\n", "A::A", "A::A(int x)\n    : a{x},\n      b{1, 2} { todo(); }\n")

    def test_constexpr_becomes_inline(self):
        self.check("constexpr int f() {\n  if constexpr (true) return 1;\n}\n", "f", "inline int f() { todo(); }\n")
        self.check("[[nodiscard]] static constexpr int f() noexcept {\n  return 1;\n}\n", "f",
                   "[[nodiscard]] static inline int f() noexcept { todo(); }\n")
        self.check("inline constexpr int f() {\n  return 1;\n}\n", "f", "inline int f() { todo(); }\n")

    def test_constexpr_on_the_line_above(self):
        self.check("template <class T>\nconstexpr\nint f(T) {\n  return 1;\n}\n", "f",
                   "template <class T>\ninline int f(T) { todo(); }\n")

    def test_trailing_return_type_and_noexcept(self):
        self.check("auto f(int a) noexcept(true) -> int {\n  return a;\n}\n", "f",
                   "auto f(int a) noexcept(true) -> int { todo(); }\n")

    def test_templates(self):
        self.check("template <class T>\nvoid A<T>::put(const T& t) {\n  v.push_back(t);\n}\n", "A::put",
                   "template <class T>\nvoid A<T>::put(const T& t) { todo(); }\n")

    def test_requires_without_braces(self):
        text = "template <class T>\n  requires std::integral<T>\nT f(T t) {\n  return t;\n}\n"
        self.check(text, "f", text.replace("{\n  return t;\n}", "{ todo(); }"))

    def test_operators(self):
        self.check("bool A::operator==(const A& o) const {\n  return a == o.a;\n}\n", "A::operator==",
                   "bool A::operator==(const A& o) const { todo(); }\n")
        self.check("int A::operator()(int x) const {\n  return x;\n}\n", "A::operator()",
                   "int A::operator()(int x) const { todo(); }\n")

    def test_destructor_and_conversion(self):
        self.check("A::~A() {\n  close();\n}\nA::A() {\n}\n", "A::~A", "A::~A() { todo(); }\nA::A() {\n}\n")

    def test_nested_and_unnamed_namespaces(self):
        text = "namespace a::b {\nnamespace {\nint f() {\n  return 1;\n}\n}\nint g() {\n  return 2;\n}\n}\n"
        self.check(text, "a::b::g", text.replace("{\n  return 2;\n}", "{ todo(); }"))
        self.check(text, "f", text.replace("{\n  return 1;\n}", "{ todo(); }"))

    def test_overloads_by_parameter_list(self):
        text = ("int f(int a) {\n  return 1;\n}\nint f(const std::string& s, int b = 2) {\n  return 2;\n}\n"
                "int f(std::map<int, int> m) {\n  return 3;\n}\nint f() {\n  return 4;\n}\n")
        for wanted, n in (("f(int)", 1), ("f(const std::string&, int)", 2), ("f(std::map<int,int>)", 3), ("f()", 4)):
            self.check(text, wanted, text.replace(f"{{\n  return {n};\n}}", "{ todo(); }"))
        self.refuse(text, "f", "ambiguous")

    def test_const_overloads(self):
        text = "int A::at() {\n  return 1;\n}\nint A::at() const {\n  return 2;\n}\n"
        self.check(text, "A::at() const", text.replace("{\n  return 2;\n}", "{ todo(); }"))
        self.refuse(text, "A::at", "ambiguous")

    def test_prototypes_are_no_overloads(self):
        self.check("int f(int);\nint f(int a) {\n  return a;\n}\n", "f", "int f(int);\nint f(int a) { todo(); }\n")

    def test_member_in_a_class(self):
        text = "class A {\n public:\n  explicit constexpr A(int x) : x_(x) {\n    check();\n  }\n  int x_;\n};\n"
        self.check(text, "A::A", "class A {\n public:\n  explicit inline A(int x) : x_(x) { todo(); }\n  int x_;\n};\n")

    def test_default_arguments_with_braces(self):
        self.check("int f(A a = {}, int b = g({1})) {\n  return 1;\n}\n", "f",
                   "int f(A a = {}, int b = g({1})) { todo(); }\n")

    def test_lambdas_and_local_classes_in_the_body(self):
        text = "int f() {\n  struct B {\n    int g() {\n      return 1;\n    }\n  };\n  return [](int x) {\n    return x;\n  }(1);\n}\n"
        self.check(text, "f", "int f() { todo(); }\n")

    def test_windows_line_ends_survive(self):
        self.check("int f() {\r\n  return 1;\r\n}\r\nint g();\r\n", "f", "int f() { todo(); }\r\nint g();\r\n")

    def test_the_comment_above_stays(self):
        self.check("/// auto, constexpr\nint f() {\n  return 1;\n}\n", "f", "/// auto, constexpr\nint f() { todo(); }\n")

    def test_refuses_deduced_return_types(self):
        self.refuse("auto f(int a) {\n  return a;\n}\n", "f", "deduced")
        self.refuse("decltype(auto) f(int a) {\n  return a;\n}\n", "f", "deduced")
        self.refuse("template <class T>\nstd::integral auto f(T a) {\n  return a;\n}\n", "f", "deduced")
        self.check("int f(auto a) {\n  return a;\n}\n", "f", "int f(auto a) { todo(); }\n")

    def test_refuses_function_try_blocks(self):
        self.refuse("int f() try {\n  return 1;\n} catch (...) {\n  return 2;\n}\n", "f", "function-try")
        self.refuse("A::A() try : a(1) {\n} catch (...) {\n}\n", "A::A", "function-try")

    def test_refuses_conditional_bodies(self):
        self.refuse("int f() {\n#if X\n  return 1;\n#else\n  return 2;\n#endif\n}\n", "f", "#if")
        self.refuse("int f() {\n  # ifdef X\n  g();\n  #endif\n  return 1;\n}\n", "f", "#if")

    def test_refuses_braces_in_a_requires_clause(self):
        self.refuse("template <class T>\nint f(T t)\n  requires requires { t.x(); }\n{\n  return 1;\n}\n", "f", "requires")

    def test_refuses_a_shared_line(self):
        self.refuse("int f() { return 1; } int g() { return 2; }\n", "f", "shares a line")
        self.refuse("struct A { int f() { return 1; } };\n", "A::f", "shares a line")
        self.refuse("int f() {\n  return 1;\n} int x = 3;\n", "f", "shares a line")
        self.refuse("namespace a { int f() {\n  return 1;\n}\n}\n", "f", "shares a line")

    def test_names_what_is_not_there(self):
        with self.assertRaisesRegex(LearnError, "a.cpp has no function h"):
            blank("int f() {\n  return 1;\n}\n", "h")

    def test_mask_keeps_every_offset(self):
        text = "int a = 0x1'0; // it's\n/* 'x\n */ const char* s = u8R\"(\n\")\"; char c = '\\'';\n"
        masked = ctags.mask(text)
        self.assertEqual(len(masked), len(text))
        self.assertEqual([i for i, c in enumerate(text) if c == "\n"], [i for i, c in enumerate(masked) if c == "\n"])
        self.assertEqual(masked.split(), "int a = 0x1 0; const char* s = ; char c = ;".split())


if __name__ == "__main__":
    unittest.main()
