using System.Globalization;

namespace Seq.Decoding.Constraints;

/// <summary>Reads the subset of regular expressions that <see cref="TokenAutomaton"/> names, by recursive descent.</summary>
internal sealed class PatternParser(string pattern)
{
    /// <summary>The greatest count in braces: larger ones would make automata of unreasonable size.</summary>
    private const int MaxCount = 1000;

    /// <summary>How deep groups may be nested, so that no pattern exhausts the stack.</summary>
    private const int MaxDepth = 100;

    private const string Special = "\\.[]{}()*+?|^$";

    private readonly Nfa _nfa = new();
    private int _at;
    private int _depth;

    private bool AtEnd => _at == pattern.Length;

    /// <summary>Reads the whole pattern.</summary>
    /// <exception cref="ArgumentException">The pattern is not in the subset; the message says where and why.</exception>
    internal (Nfa Nfa, Nfa.Piece Whole) Parse()
    {
        var whole = Alternatives();
        return AtEnd ? (_nfa, whole) : throw Fault("this ')' closes nothing");
    }

    private Nfa.Piece Alternatives()
    {
        if (++_depth > MaxDepth)
        {
            throw Fault($"groups are nested more than {MaxDepth} deep");
        }

        var piece = Sequence();
        while (Take('|'))
        {
            piece = _nfa.Either(piece, Sequence());
        }

        _depth--;
        return piece;
    }

    private Nfa.Piece Sequence()
    {
        var piece = _nfa.Empty();
        while (!AtEnd && pattern[_at] is not ('|' or ')'))
        {
            piece = _nfa.Concatenate(piece, Repeated());
        }

        return piece;
    }

    /// <summary>One item with what says how often; a count repeats the item's text, because a piece can stand in one place only.</summary>
    private Nfa.Piece Repeated()
    {
        var start = _at;
        var item = Item();
        if (Take('*'))
        {
            return NotTwice(_nfa.Repeat(item));
        }

        if (Take('+'))
        {
            return NotTwice(_nfa.Concatenate(item, _nfa.Repeat(Again(start))));
        }

        if (Take('?'))
        {
            return NotTwice(_nfa.Optional(item));
        }

        if (!Take('{'))
        {
            return item;
        }

        var least = Count();
        var most = !Take(',') ? least : !AtEnd && pattern[_at] == '}' ? (int?)null : Count();
        Expect('}', "a count is written {n}, {n,} or {n,m}");
        if (most < least)
        {
            throw Fault($"the count {{{least},{most}}} ends below its beginning");
        }

        var after = _at;
        var piece = _nfa.Empty();
        for (var i = 0; i < least; i++)
        {
            piece = _nfa.Concatenate(piece, Again(start));
        }

        if (most is null)
        {
            piece = _nfa.Concatenate(piece, _nfa.Repeat(Again(start)));
        }

        for (var i = least; i < (most ?? 0); i++)
        {
            piece = _nfa.Concatenate(piece, _nfa.Optional(Again(start)));
        }

        _at = after;
        return NotTwice(piece);
    }

    private Nfa.Piece NotTwice(Nfa.Piece piece) => !AtEnd && "*+?{".Contains(pattern[_at])
        ? throw Fault($"'{pattern[_at]}' follows another repetition; put the inner one in a group (lazy and possessive repetition match the same text)")
        : piece;

    /// <summary>Reads the item that starts at a place once more, and comes back.</summary>
    private Nfa.Piece Again(int start)
    {
        if (_nfa.Count > TokenAutomaton.MaxStates)
        {
            throw Fault($"the pattern needs more than {TokenAutomaton.MaxStates} states");
        }

        var after = _at;
        _at = start;
        var piece = Item();
        _at = after;
        return piece;
    }

    private Nfa.Piece Item()
    {
        var character = pattern[_at++];
        switch (character)
        {
            case '(':
                if (Take('?'))
                {
                    Expect(':', "of the groups that begin with (? only (?: is known");
                }

                var inner = Alternatives();
                Expect(')', "a group is not closed");
                return inner;
            case '[':
                return _nfa.One(Class());
            case '.':
                return _nfa.One(CharacterSet.AllButNewLine);
            case '\\':
                return _nfa.One(Escape());
            case '*' or '+' or '?' or '{':
                _at--;
                throw Fault($"there is nothing before '{character}' to repeat; write \\{character} for the character");
            case '^' or '$':
                _at--;
                throw Fault($"'{character}' is not known: a pattern always describes the whole text. Write \\{character} for the character");
            case ']' or '}':
                _at--;
                throw Fault($"this '{character}' closes nothing; write \\{character} for the character");
            default:
                return _nfa.One(CharacterSet.Of(character));
        }
    }

    private CharacterSet Class()
    {
        var negated = Take('^');
        var ranges = new List<CharacterRange>();
        do
        {
            var first = ClassItem();
            if (first.Ranges is [var single] && single.First == single.Last && !AtEnd && pattern[_at] == '-' && _at + 1 < pattern.Length && pattern[_at + 1] != ']')
            {
                _at++;
                if (ClassItem().Ranges is not [var last] || last.First != last.Last || last.First < single.First)
                {
                    throw Fault("this range of characters does not go from a lower one to a higher one");
                }

                ranges.Add(new(single.First, last.First));
            }
            else
            {
                ranges.AddRange(first.Ranges);
            }
        }
        while (!AtEnd && pattern[_at] != ']');

        Expect(']', "a character class is not closed");
        var set = CharacterSet.Of(ranges);
        return negated ? set.Complement() : set;
    }

    private CharacterSet ClassItem()
    {
        if (AtEnd || pattern[_at] is ']' or '[')
        {
            throw Fault("a character class is empty, not closed, or contains '['; write \\[ or \\] for the characters");
        }

        return Take('\\') ? Escape() : CharacterSet.Of(pattern[_at++]);
    }

    private CharacterSet Escape()
    {
        if (AtEnd)
        {
            throw Fault("the pattern ends after '\\'");
        }

        var character = pattern[_at++];
        return character switch
        {
            'd' => CharacterSet.Digits,
            'D' => CharacterSet.Digits.Complement(),
            'w' => CharacterSet.WordCharacters,
            'W' => CharacterSet.WordCharacters.Complement(),
            's' => CharacterSet.Spaces,
            'S' => CharacterSet.Spaces.Complement(),
            'n' => CharacterSet.Of('\n'),
            'r' => CharacterSet.Of('\r'),
            't' => CharacterSet.Of('\t'),
            'u' => CharacterSet.Of(Hexadecimal()),
            _ when Special.Contains(character) || character is '-' or '/' or ' ' or '"' or '\'' => CharacterSet.Of(character),
            _ => throw Fault($"the escape \\{character} is not known"),
        };
    }

    private char Hexadecimal()
    {
        if (_at + 4 > pattern.Length || !ushort.TryParse(pattern.AsSpan(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            throw Fault("\\u takes four hexadecimal digits");
        }

        _at += 4;
        return (char)code;
    }

    private int Count()
    {
        var start = _at;
        while (!AtEnd && char.IsAsciiDigit(pattern[_at]))
        {
            _at++;
        }

        return int.TryParse(pattern.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= MaxCount
            ? count
            : throw Fault($"a count in braces is a number from 0 to {MaxCount}");
    }

    private bool Take(char character)
    {
        if (AtEnd || pattern[_at] != character)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void Expect(char character, string fault)
    {
        if (!Take(character))
        {
            throw Fault(fault);
        }
    }

    private ArgumentException Fault(string fault) =>
        new($"The pattern \"{pattern}\" cannot be used: at character {_at}, {fault}.");
}
